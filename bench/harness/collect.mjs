/** Finds the row modules: every `bench/*.mjs` but `run.mjs`. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const benchFolder = fileURLToPath(new URL('..', import.meta.url));

/** File names of the row modules, sorted. */
export function rowModules() {
  return readdirSync(benchFolder)
    .filter((name) => name.endsWith('.mjs') && name !== 'run.mjs')
    .sort();
}

/** Rows of one module. Throws when the module exports none, or a row that cannot be run. */
export async function rowsOf(module) {
  const { rows } = await import(new URL(`../${module}`, import.meta.url).href);
  if (!Array.isArray(rows)) throw new TypeError(`bench/${module} exports no rows`);
  for (const row of rows) {
    const runs = typeof row.prepare === 'function' || typeof row.command === 'function';
    if (typeof row.name !== 'string' || typeof row.side !== 'string' || !runs) {
      throw new TypeError(`bench/${module}: a row needs name, side, and prepare or command`);
    }
  }
  return rows;
}

/** Every row with the module that it is in and its index there. */
export async function collectRows() {
  const collected = [];
  for (const module of rowModules()) {
    for (const [index, row] of (await rowsOf(module)).entries()) collected.push({ module, index, row });
  }
  return collected;
}
