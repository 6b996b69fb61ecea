/** Two versions of a series side by side: patches matched by content, not by number, and without any tree. */
import { diffArrays } from 'diff';
import { cleanLine, textOf } from '../clean.js';
import { pathOf } from '../diff/model.js';
import type { PatchMail, Series } from '../series/model.js';

export interface PatchPair {
  readonly old: PatchMail;
  readonly fresh: PatchMail;
  readonly isSame: boolean;
  /** Lines of a diff between the two patches, with sign; empty when they are the same. */
  readonly difference: readonly string[];
}

export interface RangeDiff {
  readonly pairs: readonly PatchPair[];
  readonly added: readonly PatchMail[];
  readonly dropped: readonly PatchMail[];
}

/** What of a patch counts: title, log, and the changed lines of each file; places and context of hunks do not. */
interface Gist {
  readonly mail: PatchMail;
  readonly lines: readonly string[];
  readonly changes: ReadonlyMap<string, number>;
  readonly size: number;
}

const leastLikeness = 0.4;
const longestDifference = 2_000;

/** Matches the patches of two versions. */
export function rangeDiff(old: Series, fresh: Series): RangeDiff {
  const before = old.patches.map(gistOf);
  const after = fresh.patches.map(gistOf);
  const partner = new Map<Gist, Gist>();
  const free = new Set(before);
  const take = (one: Gist, other: Gist | undefined): void => {
    if (other === undefined) return;
    partner.set(one, other);
    free.delete(other);
  };
  const byText = groups(before, (gist) => gist.lines.join('\n'));
  for (const one of after)
    take(
      one,
      byText.get(one.lines.join('\n'))?.find((other) => free.has(other)),
    );
  const byTitle = groups(before, (gist) => gist.mail.title.toLowerCase());
  for (const one of after)
    if (!partner.has(one))
      take(
        one,
        byTitle.get(one.mail.title.toLowerCase())?.find((other) => free.has(other)),
      );
  for (const { one, other } of candidates(
    after.filter((gist) => !partner.has(gist)),
    [...free],
  )) {
    if (!partner.has(one) && free.has(other)) take(one, other);
  }
  return {
    pairs: after.flatMap((one) => {
      const other = partner.get(one);
      return other === undefined ? [] : [pairOf(other, one)];
    }),
    added: after.filter((one) => !partner.has(one)).map((one) => one.mail),
    dropped: [...free].map((one) => one.mail),
  };
}

function groups(gists: readonly Gist[], key: (gist: Gist) => string): Map<string, Gist[]> {
  const found = new Map<string, Gist[]>();
  for (const gist of gists) found.set(key(gist), [...(found.get(key(gist)) ?? []), gist]);
  return found;
}

function gistOf(mail: PatchMail): Gist {
  const lines = [mail.title, '', ...withoutTail(mail.log), '---'];
  const changes = new Map<string, number>();
  let size = 0;
  for (const file of mail.diff.files) {
    lines.push(`file ${cleanLine(textOf(pathOf(file)), 300)}${file.change === 'modify' ? '' : ` (${file.change})`}`);
    for (const hunk of file.hunks) {
      for (const line of hunk.lines) {
        if (line[0] !== '+' && line[0] !== '-') continue;
        lines.push(line);
        if (line.trim().length < 3) continue;
        changes.set(line, (changes.get(line) ?? 0) + 1);
        size += 1;
      }
    }
  }
  return { mail, lines, changes, size };
}

/** Log without blank lines at its end. */
function withoutTail(log: readonly string[]): readonly string[] {
  return log.slice(0, log.findLastIndex((line) => line.trim() !== '') + 1);
}

/** Pairs that have enough changed lines in common, the likest first. */
function candidates(fresh: readonly Gist[], old: readonly Gist[]): { one: Gist; other: Gist }[] {
  const holders = new Map<string, Gist[]>();
  for (const other of old)
    for (const line of other.changes.keys()) holders.set(line, [...(holders.get(line) ?? []), other]);
  const found: { one: Gist; other: Gist; likeness: number }[] = [];
  for (const one of fresh) {
    const shared = new Map<Gist, number>();
    for (const [line, count] of one.changes) {
      const owners = holders.get(line) ?? [];
      // A line that every patch has says nothing.
      if (owners.length > 50) continue;
      for (const other of owners)
        shared.set(other, (shared.get(other) ?? 0) + Math.min(count, other.changes.get(line) ?? 0));
    }
    for (const [other, count] of shared) {
      const likeness = (2 * count) / Math.max(one.size + other.size, 1);
      if (likeness >= leastLikeness) found.push({ one, other, likeness });
    }
  }
  return found.sort((a, b) => b.likeness - a.likeness || a.one.mail.number - b.one.mail.number);
}

function pairOf(old: Gist, fresh: Gist): PatchPair {
  const isSame = old.lines.join('\n') === fresh.lines.join('\n');
  return { old: old.mail, fresh: fresh.mail, isSame, difference: isSame ? [] : difference(old.lines, fresh.lines) };
}

function difference(old: readonly string[], fresh: readonly string[]): string[] {
  const lines: string[] = [];
  for (const part of diffArrays([...old], [...fresh], { maxEditLength: 20_000 }) ?? []) {
    const sign = part.added ? '+' : part.removed ? '-' : ' ';
    const values =
      sign === ' ' && part.value.length > 6
        ? [...part.value.slice(0, 3), '[...]', ...part.value.slice(-3)]
        : part.value;
    for (const value of values) lines.push(`${sign}${textOf(value)}`);
    if (lines.length > longestDifference) break;
  }
  return lines.slice(0, longestDifference);
}
