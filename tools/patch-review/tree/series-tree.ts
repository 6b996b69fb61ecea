/** A tree on which a series is applied in memory, patch by patch. */
import type { FilePatch } from '../diff/model.js';
import type { FileState } from './content.js';
import { applyWhole, sourceOf, wholeFile } from './content.js';
import type { ApplyProblem, BaseTree, Source } from './model.js';
import { applyParts, partialSource, unknownFile } from './parts.js';

/** One file of one patch: what was there and what is there now; null where there is no file. */
export interface FileStep {
  readonly patch: FilePatch;
  readonly before: Source | null;
  readonly after: Source | null;
}

/** A file that does not apply stays as it is; what its hunks say is still worth reading. */
function shownByHunks(patch: FilePatch): FileStep {
  const { before, after } = applyParts(unknownFile, patch);
  return {
    patch,
    before: patch.oldPath === null ? null : partialSource(patch.oldPath, before),
    after: patch.newPath === null ? null : partialSource(patch.newPath, after),
  };
}

/** The tree after some patches of a series. */
export class SeriesTree {
  readonly #base: BaseTree | null;
  /** Null: the file is gone. Files that no patch touched are not in it. */
  readonly #states = new Map<string, FileState | null>();

  constructor(base: BaseTree | null) {
    this.#base = base;
  }

  /** Applies one file's patch, whole or not at all. */
  apply(patch: FilePatch): { step: FileStep; problems: readonly ApplyProblem[] } {
    const from = patch.oldPath === null ? null : this.#state(patch.oldPath);
    if (patch.damage !== undefined) {
      const problems = [{ path: patch.newPath ?? patch.oldPath ?? '', at: patch.damage.at, why: patch.damage.why }];
      const source = from === null || patch.oldPath === null ? null : sourceOf(patch.oldPath, from);
      return { step: { patch, before: source, after: source }, problems };
    }
    if (from?.kind === 'parts') {
      const { state, problems } = applyParts(from, patch);
      this.#move(patch, state);
      return { step: shownByHunks(patch), problems };
    }
    const { before, after, problems } = this.#changed(patch, from);
    if (problems.length > 0) return { step: shownByHunks(patch), problems };
    this.#move(patch, after);
    return {
      step: {
        patch,
        before: before === null || patch.oldPath === null ? null : sourceOf(patch.oldPath, before),
        after: after === null || patch.newPath === null ? null : sourceOf(patch.newPath, after),
      },
      problems,
    };
  }

  #move(patch: FilePatch, after: FileState | null): void {
    const isGone = patch.change === 'delete' || patch.change === 'rename';
    if (patch.oldPath !== null && isGone) this.#states.set(patch.oldPath, null);
    if (patch.newPath !== null) this.#states.set(patch.newPath, after);
  }

  /** What is known of a file now, or null. */
  source(path: string): Source | null {
    const state = this.#state(path);
    return state === null ? null : sourceOf(path, state);
  }

  /** Paths that patches touched so far and that are still there. */
  touched(): string[] {
    return [...this.#states].filter(([, state]) => state !== null).map(([path]) => path);
  }

  #state(path: string): FileState | null {
    const known = this.#states.get(path);
    if (known !== undefined) return known;
    if (this.#base === null) return unknownFile;
    const content = this.#base.read(path);
    return content === null ? null : wholeFile(content);
  }

  #changed(
    patch: FilePatch,
    from: FileState | null,
  ): { before: FileState | null; after: FileState | null; problems: readonly ApplyProblem[] } {
    const path = patch.newPath ?? patch.oldPath ?? '';
    if (patch.change === 'add') {
      const there = this.#base !== null && patch.newPath !== null && this.#state(patch.newPath) !== null;
      const problems = there ? [{ path, at: patch.at, why: 'is in the tree already' }] : [];
      return { before: null, after: applyWhole(wholeFile(''), patch).state, problems };
    }
    if (from === null || from.kind === 'parts') {
      const problems = [{ path: patch.oldPath ?? path, at: patch.at, why: 'is not in the tree' }];
      return { before: null, after: patch.newPath === null ? null : unknownFile, problems };
    }
    const { state, problems } = applyWhole(from, patch);
    return { before: from, after: patch.newPath === null ? null : state, problems };
  }
}
