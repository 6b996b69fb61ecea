/** Whether words of people (a commit log, a line of the map) name a change that was read out of code. */
import type { BodyChange } from './body-change.js';
import { nameParts } from './body-change.js';

/** What people write for an error number. */
const errorWords: Readonly<Record<string, RegExp>> = {
  '-EBUSY': /\bbusy\b|\bin use\b|\balready\b|\bpending\b/i,
  '-EEXIST': /\bexists?\b|\balready\b|\btwice\b|\bduplicate|\bunique\b|\bsecond\b/i,
  '-EINVAL': /\binvalid\b|\brefuse|\breject|\bforbid|\bmust\b|\bnot allowed\b/i,
  '-ENOSPC': /\bspace\b|\bfull\b|\bexhaust|\bquota\b|\bno room\b/i,
  '-ENOENT': /\bnot found\b|\bunknown\b|\bmissing\b|\bno such\b/i,
  '-EPERM': /\bpermission|\bowner|\bnot allowed\b|\bdenied\b/i,
  '-EACCES': /\bpermission|\bowner|\bdenied\b|\bownership\b/i,
  '-ENOMEM': /\bmemory\b/i,
};

const effect =
  /\b(?:refuse[sd]?|reject(?:s|ed)?|fail(?:s|ed)?|error|invalid|returns?|returned|forbid(?:s|den)?|disallow(?:s|ed)?|no longer|now|must|require[sd]?|only|instead|stops?|den(?:y|ies|ied)|drop(?:s|ped)?|not allowed|changes?|becomes?)\b/i;
const zeroWords = /\b(?:zero|0|empty|none|null|without|unset|missing|no)\b/i;
/** A condition that holds when there is something: what people say is that there is something already. */
const presentWords =
  /\b(?:already|second|again|twice|exist(?:s|ing)?|overwrit\w*|replac\w*|re-?attach\w*|set|has|have|present|duplicate)\b/i;
const dull = new Set([
  'data',
  'info',
  'args',
  'priv',
  'list',
  'node',
  'struct',
  'type',
  'value',
  'error',
  'result',
  'return',
  'null',
  'size',
]);

/** The function that changed, by all its names, and the words that the whole API shares. */
export interface Named {
  readonly names: readonly string[];
  /** `foo_` when every call of the API begins with it; empty when none. */
  readonly prefix: string;
}

/** Sentences of a text. List items and paragraphs end sentences. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n\s*\n|\n\s*(?:[-*+]|\d+[.)])\s+|(?<=[.;!?])\s+/)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '');
}

/** True when one sentence of the text tells the change: what it is about and what happens. */
export function mentions(text: string, change: BodyChange, named: Named): boolean {
  return sentencesOf(text).some((sentence) => tells(sentence, change, named));
}

function tells(sentence: string, change: BodyChange, named: Named): boolean {
  const functions = [...sentence.matchAll(/\b([A-Za-z_]\w*)\s*\(\)/g)].map((match) => match[1] ?? '');
  const namesFunction = named.names.some((name) => namesIt(sentence, name, named.prefix));
  // A sentence about other functions is about them.
  if (functions.length > 0 && !functions.some((name) => named.names.includes(name) || change.subjects.includes(name)))
    return false;
  const namesSubject = change.subjects.some((subject) => namesWord(sentence, subject, named));
  if (change.kind === 'call-dropped' || change.kind === 'test-dropped') return namesSubject && effect.test(sentence);
  if (change.kind === 'constant-changed')
    return namesBoth(sentence, change) || (namesFunction && namesSubject && effect.test(sentence));
  const errors: readonly string[] = sentence.match(/\bE(?:[A-Z]{3,}|2BIG|IO)\b/g) ?? [];
  // A sentence that gives an error its name means that error.
  if (change.outcome.startsWith('-E') && errors.length > 0 && !errors.includes(change.outcome.slice(1))) return false;
  const isNumbered = change.outcome.startsWith('-E') && sentence.includes(change.outcome.slice(1));
  const outcome = isNumbered || errorWords[change.outcome]?.test(sentence) === true;
  const value = valueWords(change.condition);
  const namesValue = value === null || value.test(sentence);
  if (namesFunction && outcome && (namesSubject || (value === presentWords && namesValue))) return true;
  // With the error's own name a short word (`type`, `data`) is enough.
  if (isNumbered && namesValue && change.subjects.some((subject) => hasWord(sentence, subject))) return true;
  return namesSubject && namesValue && (outcome || effect.test(sentence));
}

function namesBoth(sentence: string, change: BodyChange): boolean {
  const [from, to] = change.subjects.slice(-2);
  return from !== undefined && to !== undefined && hasWord(sentence, from) && hasWord(sentence, to);
}

/** `foo_attach_data`, `attach_data`, or `attach` and `data` as words. */
function namesIt(sentence: string, name: string, prefix: string): boolean {
  if (hasWord(sentence, name)) return true;
  const short = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  if (short.includes('_') && hasWord(sentence, short)) return true;
  const parts = nameParts(short).filter((part) => part.length > 2);
  return parts.length > 0 && parts.every((part) => new RegExp(`\\b${escaped(part.slice(0, 6))}`, 'i').test(sentence));
}

function namesWord(sentence: string, subject: string, named: Named): boolean {
  if (subject.length < 3) return false;
  if (hasWord(sentence, subject) && !isDull(subject)) return true;
  const shared = new Set(nameParts(named.prefix));
  return nameParts(subject)
    .filter((part) => part.length >= 4 && !isDull(part) && !shared.has(part))
    .some((part) => new RegExp(`\\b${escaped(part)}`, 'i').test(sentence));
}

function isDull(word: string): boolean {
  return dull.has(word.toLowerCase());
}

function hasWord(sentence: string, word: string): boolean {
  return new RegExp(`(?<![\\w])${escaped(word)}(?![\\w])`, 'i').test(sentence);
}

/** Words for the value that a condition asks about, or null when it asks for none in particular. */
function valueWords(condition: string): RegExp | null {
  if (/^!\s*[\w>.-]+$|^[\w>.-]+ (?:<= 0|< 1)$/.test(condition)) return zeroWords;
  if (/^[A-Za-z_][\w>.-]*$/.test(condition)) return presentWords;
  return null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
