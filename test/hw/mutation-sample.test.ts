import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundleMutants } from '../../tools/repo/mutation/bundle.js';
import { readEquivalents } from '../../tools/repo/mutation/equivalent.js';
import { MutantRunner } from '../../tools/repo/mutation/run-mutant.js';
import { sample } from '../../tools/repo/mutation/sample.js';
import { readSuiteData } from '../../tools/repo/mutation/suite-data.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const seed = 20;
const minutes = 60_000;

/** Twenty of some thirteen thousand; `npm run mutation` runs all. */
describe.each([
  ['v1', 7],
  ['v2', 7],
  ['decoder', 6],
] as const)('a small change in %s', (side, count) => {
  it(
    `is noticed, ${String(count)} out of ${String(count)} that a seed chooses`,
    async () => {
      const equivalents = readEquivalents(root);
      const runner = new MutantRunner(await bundleMutants(root, side), readSuiteData(root));
      expect(runner.baseline()).toBeUndefined();
      const chosen = sample(
        runner.mutants.filter(({ id }) => !equivalents.has(id)),
        count,
        seed,
      );
      const survived = chosen.map((mutant) => runner.run(mutant)).filter(({ killed }) => !killed);
      expect(survived.map(({ mutant }) => mutant.id)).toEqual([]);
    },
    10 * minutes,
  );
});
