/** Gives each path to the front ends that read it, and puts their answers together. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ApiPair } from '../../src/compat/pair-model.js';
import type { CheckReport } from '../diagnostics/model.js';
import type { CheckOptions, FrontEnd, MigrateOptions, MigrationReport } from './front-end.js';
import { type FrontEndEntry, frontEnds } from './front-ends.js';
import { PathError } from './path-error.js';

/** True when the folder holds a file with one of the extensions; stops at the first. */
function holds(folder: string, extensions: ReadonlySet<string>, seen = new Set<string>()): boolean {
  let entries;
  try {
    const real = realpathSync(folder);
    if (seen.has(real)) return false;
    seen.add(real);
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return false;
  }
  if (entries.some((entry) => !entry.isDirectory() && extensions.has(extname(entry.name)))) return true;
  return entries.some(
    (entry) =>
      entry.isDirectory() &&
      entry.name !== 'node_modules' &&
      entry.name !== '.git' &&
      holds(join(folder, entry.name), extensions, seen),
  );
}

function readersOf(path: string, pair: ApiPair): readonly FrontEndEntry[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new PathError(`${path}: no such file or folder`);
  const known = frontEnds.filter(({ language }) => pair.surfaces[pair.old[language]] !== undefined);
  if (stat.isDirectory()) return known.filter(({ extensions }) => holds(path, new Set(extensions)));
  const reader = known.filter(({ extensions }) => extensions.includes(extname(path)));
  if (reader.length > 0) return reader;
  const all = known.flatMap(({ extensions }) => extensions).join(' ');
  throw new PathError(`${path}: a file of this kind is not read; it can be ${all}`);
}

async function each<T>(
  paths: readonly string[],
  pair: ApiPair,
  run: (frontEnd: FrontEnd, paths: readonly string[]) => Promise<T>,
): Promise<T[]> {
  const byReader = new Map<FrontEndEntry, string[]>();
  for (const path of paths) {
    for (const reader of readersOf(path, pair)) byReader.set(reader, [...(byReader.get(reader) ?? []), path]);
  }
  const out: T[] = [];
  for (const [reader, own] of byReader) out.push(await run(await reader.load(), own));
  return out;
}

/** Checks files and folders of any language. Throws PathError. */
export async function checkPaths(paths: readonly string[], pair: ApiPair, options: CheckOptions): Promise<CheckReport> {
  const reports = await each(paths, pair, (frontEnd, own) => frontEnd.check(own, pair, options));
  return {
    findings: reports.flatMap(({ findings }) => findings),
    notRead: reports.flatMap(({ notRead }) => notRead),
    filesRead: reports.reduce((sum, { filesRead }) => sum + filesRead, 0),
  };
}

/** Plans the rewrites of files and folders of any language; writes nothing. Throws PathError. */
export async function migratePaths(
  paths: readonly string[],
  pair: ApiPair,
  options: MigrateOptions,
): Promise<MigrationReport> {
  const reports = await each(paths, pair, (frontEnd, own) => frontEnd.migrate(own, pair, options));
  return {
    rewrites: reports.flatMap(({ rewrites }) => rewrites),
    notDone: reports.flatMap(({ notDone }) => notDone),
    notRead: reports.flatMap(({ notRead }) => notRead),
    found: reports.reduce((sum, { found }) => sum + found, 0),
    filesRead: reports.reduce((sum, { filesRead }) => sum + filesRead, 0),
  };
}
