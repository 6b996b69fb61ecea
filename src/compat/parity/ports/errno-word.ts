/** Names of error numbers that drivers answer with. */
import { Errno } from '../../../v1-void-token/index.js';

/** `ENOSPC` for 28; the number as a word where it has no name. */
export function errnoWord(errno: number): string {
  return Object.entries(Errno).find(([, number]) => number === errno)?.[0] ?? String(errno);
}
