/** Mutants that change nothing that can be seen, each with the reason. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reason by mutant id. */
export type Equivalents = ReadonlyMap<string, string>;

/**
 * Reads `tools/repo/mutation/equivalent.json`: groups of a reason and the ids that it holds for.
 *
 * @throws {Error} when a group has no reason, or an id stands twice.
 */
export function readEquivalents(root: string): Equivalents {
  const path = join(root, 'tools/repo/mutation/equivalent.json');
  const groups = JSON.parse(readFileSync(path, 'utf8')) as readonly {
    readonly because: string;
    readonly mutants: readonly string[];
  }[];
  const found = new Map<string, string>();
  for (const { because, mutants } of groups) {
    if (because.trim() === '') throw new Error(`${path}: a group without a reason`);
    for (const id of mutants) {
      if (found.has(id)) throw new Error(`${path}: ${id} stands twice`);
      found.set(id, because);
    }
  }
  return found;
}
