/** `pintle check` on small projects of the invented API. */
import { check } from '../../../tools/cli/commands/check.js';
import { type TestProject, ts } from './project.js';
import { type Ran, runCommand, type RunOptions } from './run-command.js';

/** Two call sites, one of them with a finding at line 4. */
export const bad = ts`
  import { type Box, type ShelfOld, NO_SLOT } from '../shelf/old.js';
  export function take(shelf: ShelfOld, box: Box): number {
    const taken = shelf.takeSlot(box, 1, 9, null);
    if (taken === NO_SLOT) return -1;
    return shelf.setNote(taken, null);
  }
`;
export const clean = ts`
  import type { Box, ShelfNew } from '../shelf/new.js';
  export const rename = (shelf: ShelfNew, box: Box): void => shelf.rename(box, 'x');
`;

export const run = (project: TestProject, args: readonly string[], more: Partial<RunOptions> = {}): Promise<Ran> =>
  runCommand(check, args, { cwd: project.folder, ...more });
