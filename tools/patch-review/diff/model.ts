/** Patches of files, as far as they could be read. Text holds one byte per character (see `textOf`). */

export interface Hunk {
  /** 1-based place of the first line; for an empty side the place at which it would stand. */
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** Lines with their sign; `\` marks that the line before has no newline. */
  readonly lines: readonly string[];
  /** What git prints after the second `@@`: the head of the function around the hunk. */
  readonly heading: string;
  /** Line of the mail on which the hunk begins, counted from the start of the diff, from 0. */
  readonly at: number;
}

export type FileChange = 'modify' | 'add' | 'delete' | 'rename' | 'copy';

export interface FilePatch {
  readonly change: FileChange;
  /** Null for a new file. */
  readonly oldPath: string | null;
  /** Null for a deleted file. */
  readonly newPath: string | null;
  readonly binary: boolean;
  readonly oldMode?: string;
  readonly newMode?: string;
  readonly hunks: readonly Hunk[];
  /** Why its hunks cannot be trusted; they are not applied then. */
  readonly damage?: Damage;
  readonly at: number;
}

export interface Damage {
  /** Line of the diff, from 0. */
  readonly at: number;
  readonly why: string;
}

export interface Diff {
  readonly files: readonly FilePatch[];
  /** Parts that are not in `files` at all. */
  readonly refused: readonly (Damage & { readonly path: string })[];
  /** Lines after the last hunk: signature, base-commit. */
  readonly tail: readonly string[];
}

/** The path that a person would name. */
export function pathOf(file: FilePatch): string {
  return file.newPath ?? file.oldPath ?? '?';
}

/** `drivers/x.c` of one side of a hunk: its lines without sign. */
export function sideOf(hunk: Hunk, side: 'old' | 'new'): string[] {
  const drop = side === 'old' ? '+' : '-';
  return hunk.lines.filter((line) => line[0] !== drop && line[0] !== '\\').map((line) => line.slice(1));
}
