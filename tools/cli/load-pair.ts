/** The pair of APIs that a run is about. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import { UsageError } from './errors.js';
import { nearest } from './nearest.js';

/** The pair that `--api` names, or the first built-in one. */
export async function loadPair(api: unknown, _cwd: string): Promise<ApiPair> {
  const { builtInPairs } = await import('../../src/compat/index.js');
  const wanted = typeof api === 'string' ? api : builtInPairs[0]?.id;
  const pair = builtInPairs.find(({ id }) => id === wanted);
  if (pair !== undefined) return pair;
  const names = builtInPairs.map(({ id }) => id);
  const meant = nearest(String(wanted), names);
  throw new UsageError(
    `--api ${String(wanted)}: no such pair; ${meant === undefined ? `there is ${names.join(', ')}` : `did you mean ${meant}?`}`,
  );
}
