import type { ApiPair } from '../../../src/compat/pair-model.js';
import type { MigrateOptions, MigrationReport } from '../../call-sites/front-end.js';

export async function migrateC(_p: readonly string[], _pair: ApiPair, _o: MigrateOptions): Promise<MigrationReport> {
  await Promise.resolve();
  return { rewrites: [], notDone: [], notRead: [], found: 0, filesRead: 0 };
}
