/** TypeScript and JavaScript, read with the compiler inside ts-morph. */
import type { FrontEnd } from '../front-end.js';
import { RuleRunner } from '../run-rules.js';
import { readAll } from './check.js';
import { isTypeScriptPath } from './files.js';
import { migrateTypeScript } from './migrate/migrate.js';

export const typescriptFrontEnd: FrontEnd = {
  language: 'ts',
  accepts: isTypeScriptPath,
  check(paths, pair, options) {
    const runner = new RuleRunner(pair, 'ts', options.levels);
    const { files, notRead, filesRead } = readAll(paths, pair, runner.index, options);
    return Promise.resolve({ findings: files.flatMap(({ file }) => runner.run(file.facts)), notRead, filesRead });
  },
  migrate: (paths, pair, options) => Promise.resolve(migrateTypeScript(paths, pair, options)),
};
