/** C, read with a grammar that keeps going over macros and broken code. */
import type { FrontEnd } from '../call-sites/front-end.js';
import { checkTree } from './check-tree.js';
import { isCPath } from './files.js';

export const cFrontEnd: FrontEnd = {
  language: 'c',
  accepts: isCPath,
  check: checkTree,
  async migrate(paths, pair, options) {
    const { migrateC } = await import('./migrate/migrate.js');
    return migrateC(paths, pair, options);
  },
};
