/** The parts of a patch mail's text: log, notes, diff. */

export interface SplitBody {
  /** Author named in the body, when it is not the sender. */
  readonly author: string | null;
  /** Bytes, like all lines of a body. */
  readonly log: readonly string[];
  /** Between `---` and the diff: diffstat, changes since the last version. */
  readonly notes: readonly string[];
  readonly diff: readonly string[];
  /** Index of the first line of `diff` in the body. */
  readonly diffAt: number;
}

/** Where the diff of a body begins, or -1. */
export function diffStart(lines: readonly string[]): number {
  return lines.findIndex((line, i) => {
    if (line.startsWith('diff --git ')) return true;
    if (/^Index: \S/.test(line)) return /^(?:={20,}|--- )/.test(lines[i + 1] ?? '');
    return /^--- \S/.test(line) && /^\+\+\+ \S/.test(lines[i + 1] ?? '') && /^@@ -/.test(lines[i + 2] ?? '');
  });
}

/** Splits a body as `git am` would. */
export function splitBody(lines: readonly string[]): SplitBody {
  const diffAt = diffStart(lines);
  const before = diffAt < 0 ? lines : lines.slice(0, diffAt);
  const dashes = before.findIndex((line) => line.trimEnd() === '---');
  const logEnd = dashes < 0 ? before.length : dashes;
  const first = before.findIndex((line) => line.trim() !== '');
  const inBody = first < 0 ? null : /^>?From:\s+(\S.{0,300})$/.exec(before[first] ?? '');
  let logAt = Math.max(first, 0);
  if (inBody !== null) while (/^>?(?:From|Date|Subject):\s/.test(before[logAt] ?? '')) logAt += 1;
  return {
    author: inBody?.[1] ?? null,
    log: trimmed(cutSignature(before.slice(logAt, Math.max(logAt, logEnd)))),
    notes: dashes < 0 ? [] : before.slice(dashes + 1),
    diff: diffAt < 0 ? [] : lines.slice(diffAt),
    diffAt,
  };
}

/** Text without the signature that git and mail programs put at its end. */
export function cutSignature(lines: readonly string[]): readonly string[] {
  const at = lines.findLastIndex((line) => line === '-- ');
  return at < 0 || lines.length - at > 12 ? lines : lines.slice(0, at);
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line.trim() !== '') + 1);
}
