/**
 * Cuts a diff into the patches of single files, by the counts of the hunks: what follows the last line that a hunk
 * announces is no part of it, be it a signature (`-- `), a footer or the next mail.
 */
import { limits } from '../limits.js';
import type { Damage } from './model.js';

/** One `@@` of a section, untouched. */
export interface RawHunk {
  readonly header: string;
  readonly heading: string;
  readonly lines: string[];
  readonly at: number;
}

export interface Section {
  /** Lines before the first hunk. */
  readonly head: string[];
  readonly hunks: RawHunk[];
  binary: boolean;
  damage: Damage | null;
  readonly at: number;
}

const hunkHeader = /^(@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@)(?: (.*))?$/;

/** Sections of a diff and the lines after the last one. */
export function sectionsOf(lines: readonly string[]): { sections: Section[]; tail: string[] } {
  const sections: Section[] = [];
  let hunks = 0;
  let tailAt = lines.length;
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const section = sections.at(-1);
    if (startsSection(lines, at, section)) {
      sections.push({ head: [line], hunks: [], binary: false, damage: null, at });
      at += 1;
      tailAt = at;
    } else if (section === undefined) {
      at += 1;
    } else if (line.startsWith('@@ ')) {
      hunks += 1;
      at = hunks > limits.hunksInPatch ? overLimit(section, at, lines.length) : takeHunk(lines, at, section);
      tailAt = at;
    } else if (line === 'GIT binary patch') {
      section.binary = true;
      at = skipBinary(lines, at);
      tailAt = at;
    } else {
      at = betweenHunks(lines, at, section);
      if (isSectionText(section)) tailAt = at;
    }
  }
  return { sections, tail: lines.slice(tailAt) };
}

/** Lines of a head belong to it until the first hunk; afterwards nothing does. */
function isSectionText(section: Section): boolean {
  return section.hunks.length === 0 && !section.binary && section.damage === null && !headEnded(section);
}

const headWords =
  /^(?:--- |\+\+\+ |index |old mode |new mode |deleted file mode |new file mode |copy (?:from|to) |rename (?:from|to) |rename (?:old|new) |similarity index |dissimilarity index |Binary files |Index: |=====)/;

function headEnded(section: Section): boolean {
  const last = section.head.at(-1) ?? '';
  return !last.startsWith('diff ') && !headWords.test(last);
}

function betweenHunks(lines: readonly string[], at: number, section: Section): number {
  const line = lines[at] ?? '';
  if (section.hunks.length === 0 && section.damage === null) {
    if (headWords.test(line) || line.startsWith('diff ')) section.head.push(line);
    if (line.startsWith('Binary files ')) section.binary = true;
    else if (!headWords.test(line)) section.head.push('');
    return at + 1;
  }
  if (section.damage === null && /^[ +]/.test(line) && line.trim() !== '') {
    section.damage = { at, why: 'the hunk has more lines than its heading says' };
  }
  return at + 1;
}

function startsSection(lines: readonly string[], at: number, section: Section | undefined): boolean {
  const line = lines[at] ?? '';
  if (line.startsWith('diff --git ') || /^Index: \S/.test(line)) return true;
  if (!/^--- \S/.test(line) || !/^\+\+\+ \S/.test(lines[at + 1] ?? '')) return false;
  // The two file lines of a section that has a head already belong to it.
  return section === undefined || section.hunks.length > 0 || section.head.some((known) => known.startsWith('+++ '));
}

function skipBinary(lines: readonly string[], from: number): number {
  let at = from + 1;
  while (at < lines.length && /^(?:literal|delta) \d+$/.test(lines[at] ?? '')) {
    while (at < lines.length && lines[at] !== '') at += 1;
    at += 1;
  }
  return Math.min(at, lines.length);
}

function overLimit(section: Section, at: number, end: number): number {
  section.damage = { at, why: `more than ${limits.hunksInPatch} hunks in one mail` };
  return end;
}

function takeHunk(lines: readonly string[], from: number, section: Section): number {
  const match = hunkHeader.exec((lines[from] ?? '').trimEnd());
  if (match === null) {
    section.damage ??= { at: from, why: 'a hunk heading that is none' };
    return from + 1;
  }
  let old = Number(match[3] ?? 1);
  let fresh = Number(match[5] ?? 1);
  const hunk: RawHunk = { header: match[1] ?? '', heading: match[6] ?? '', lines: [], at: from };
  let at = from + 1;
  while ((old > 0 || fresh > 0 || (lines[at] ?? '').startsWith('\\ ')) && at < lines.length) {
    const line = lines[at] ?? '';
    const sign = line === '' ? ' ' : line[0];
    if (sign === ' ' && old > 0 && fresh > 0) {
      old -= 1;
      fresh -= 1;
    } else if (sign === '-' && old > 0) old -= 1;
    else if (sign === '+' && fresh > 0) fresh -= 1;
    else if (sign !== '\\') {
      section.damage ??= { at, why: damageOf(line, hunk) };
      return resync(lines, at);
    }
    hunk.lines.push(line === '' ? ' ' : line);
    at += 1;
  }
  if (old > 0 || fresh > 0)
    section.damage ??= { at: from, why: `the hunk is cut short, ${old + fresh} lines are missing` };
  else section.hunks.push(hunk);
  return at;
}

function damageOf(line: string, hunk: RawHunk): string {
  if (line.startsWith('diff --git ') || line.startsWith('@@ ')) return 'the hunk before it is cut short';
  const before = hunk.lines.at(-1);
  if (/^[ +-]/.test(line)) return 'the hunk has other lines than its heading says';
  return before === undefined
    ? 'a line of a hunk without + - or space'
    : 'a wrapped line: the mail program broke it in two';
}

function resync(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && !/^(?:diff --git |@@ -\d|Index: \S|-- $|--$)/.test(lines[at] ?? '')) at += 1;
  return at;
}
