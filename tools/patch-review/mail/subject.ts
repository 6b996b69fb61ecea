/** What a subject line says about a patch: `[PATCH RFC v3 04/14] iommu: ...` in all its spellings. */
import { limits } from '../limits.js';

export interface Subject {
  /** Words without the brackets and reply marks. */
  readonly title: string;
  /** True when a bracket says PATCH or RFC, or holds a number of a series. */
  readonly isPatch: boolean;
  readonly isReply: boolean;
  readonly isRfc: boolean;
  readonly isResend: boolean;
  /** From 1; `v3.1` is 3.1. */
  readonly version: number;
  /** 0 is the cover letter; undefined without `n/m`. */
  readonly number?: number;
  readonly total?: number;
  /** The other words of the brackets: trees, lists. */
  readonly prefixes: readonly string[];
}

const reply = /^\s*(?:re|aw|sv|vs|antw|antwort|odp|fwd?|wg|tr)\s*(?:\[\d{1,3}\]|\^\d{1,3})?\s*:\s*/i;
const bracket = /^\s*\[([^[\]]{0,200})\]\s*/;
const counted = /^(\d{1,5})\/(\d{1,5})$/;
const versioned = /^v(?:er(?:sion)?\.?)?(\d{1,3}(?:\.\d{1,2})?)$/i;
const joined = /^(patch|rfc|resend)[-_]?v(\d{1,3}(?:\.\d{1,2})?)$/i;

interface Bracketed {
  patch: boolean;
  rfc: boolean;
  resend: boolean;
  version: number | null;
  number: number | null;
  total: number | null;
  prefixes: string[];
}

/** Reads a subject line. Brackets that say nothing about a patch before one that does are names of lists. */
export function parseSubject(line: string): Subject {
  let rest = line.slice(0, limits.subjectCharacters);
  let isReply = false;
  const facts: Bracketed = {
    patch: false,
    rfc: false,
    resend: false,
    version: null,
    number: null,
    total: null,
    prefixes: [],
  };
  for (let round = 0; round < 20; round++) {
    const mark = reply.exec(rest);
    if (mark !== null && !facts.patch) {
      isReply = true;
      rest = rest.slice(mark[0].length);
      continue;
    }
    const block = bracket.exec(rest);
    if (block === null) break;
    // Once the patch bracket is read, a bracket with words of its own (`[media]`) belongs to the title.
    if (facts.patch && !speaksOfPatch(block[1] ?? '')) break;
    readBracket(block[1] ?? '', facts);
    rest = rest.slice(block[0].length);
  }
  return {
    title: rest.trim(),
    isPatch: facts.patch,
    isReply,
    isRfc: facts.rfc,
    isResend: facts.resend,
    version: facts.version ?? 1,
    ...(facts.number === null || facts.total === null ? {} : { number: facts.number, total: facts.total }),
    prefixes: facts.prefixes,
  };
}

function wordsOf(block: string): string[] {
  return block
    .replace(/(\d+)\s+of\s+(\d+)/gi, '$1/$2')
    .replace(/(\d+)\s*\/\s*(\d+)/g, '$1/$2')
    .replace(/\bv\s+(\d)/gi, 'v$1')
    .replace(/([a-z])(\d{1,5}\/\d{1,5})$/i, '$1 $2')
    .split(/[\s,;:()]+/)
    .filter((word) => word !== '');
}

function speaksOfPatch(block: string): boolean {
  return wordsOf(block).some(
    (word) =>
      /^(?:patch(?:es)?|rfc|resend|repost)$/i.test(word) ||
      counted.test(word) ||
      versioned.test(word) ||
      joined.test(word),
  );
}

function readBracket(block: string, facts: Bracketed): void {
  if (/\bpull\b/i.test(block)) return;
  for (const word of wordsOf(block)) readWord(word, facts);
}

function readWord(word: string, facts: Bracketed): void {
  const count = counted.exec(word);
  if (count !== null) {
    facts.number = Number(count[1]);
    facts.total = Number(count[2]);
    facts.patch = true;
    return;
  }
  const version = versioned.exec(word);
  if (version !== null) {
    facts.version = Number(version[1]);
    return;
  }
  const both = joined.exec(word);
  const plain = both === null ? word : (both[1] ?? '');
  if (both !== null) facts.version = Number(both[2]);
  if (/^patch(?:es)?$/i.test(plain)) facts.patch = true;
  else if (/^rfc$/i.test(plain)) facts.rfc = facts.patch = true;
  else if (/^(?:resend|repost)$/i.test(plain)) facts.resend = true;
  else if (/^(?:patch|rfc)[-/]/i.test(plain)) {
    facts.patch = true;
    for (const part of plain.split(/[-/]/)) readWord(part, facts);
  } else facts.prefixes.push(word);
}
