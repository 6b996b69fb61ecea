/** C, read with a grammar that keeps going over macros and broken code. */
import type { FrontEnd } from '../call-sites/front-end.js';
import { RuleRunner } from '../call-sites/run-rules.js';
import { isCPath } from './files.js';
import { readTree } from './read-tree.js';

export const cFrontEnd: FrontEnd = {
  language: 'c',
  accepts: isCPath,
  async check(paths, pair, options) {
    const runner = new RuleRunner(pair, 'c', options.levels);
    const { files, notRead, filesRead } = await readTree(paths, pair, options, runner.index);
    return { findings: files.flatMap(({ facts }) => runner.run(facts)), notRead, filesRead };
  },
  async migrate(paths, pair, options) {
    const { migrateC } = await import('./migrate/migrate.js');
    return migrateC(paths, pair, options);
  },
};
