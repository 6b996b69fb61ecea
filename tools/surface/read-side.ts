/** Turns what a user names into a surface: a spelling of the pair, a header, an entry point, a tree, or one of these in a revision. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, resolve } from 'node:path';
import type { ApiPair, Language } from '../../src/compat/pair-model.js';
import { ParseLimitError } from '../c/grammar.js';
import { loadGrammar } from '../c/grammar.js';
import type { ApiSurface } from './api-surface.js';
import { surfaceOfHeader } from './c-surface.js';
import { fileOfRevision, pathsOfRevision, splitRevision, unpackRevision } from './git-object.js';
import { surfaceOfPair } from './pair-surface.js';

/** What was named cannot be read as an API. */
export class SideError extends Error {
  override readonly name = 'SideError';
}

const largest = 32 << 20;
const cEndings = new Set(['.h', '.c', '.hpp']);
const tsEndings = new Set(['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs']);

/** Reads one side. Throws SideError. */
export async function readSide(word: string, pair: ApiPair, cwd: string): Promise<ApiSurface> {
  const own = pair.surfaces[word];
  if (own !== undefined) return surfaceOfPair(own);
  const path = resolve(cwd, word);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return readTree(path, word, pair);
  if (stat !== undefined) return readFile(path, word, pair, cwd);
  const revision = splitRevision(word, cwd);
  if (revision === null) throw new SideError(`${word}: no such file, folder or REV:path`);
  return readRevision(revision, word, pair, cwd);
}

function languageOf(path: string, word: string): Language {
  const ending = extname(path);
  if (cEndings.has(ending)) return 'c';
  if (tsEndings.has(ending)) return 'ts';
  throw new SideError(`${word}: is neither a C header (.h) nor a TypeScript entry point (.ts, .d.ts)`);
}

async function readFile(path: string, word: string, pair: ApiPair, cwd: string): Promise<ApiSurface> {
  return languageOf(path, word) === 'c' ? header(bytesOf(path, word), word) : entryPoint(path, word, pair, cwd);
}

function bytesOf(path: string, word: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new SideError(`${word}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, {
      cause: error,
    });
  }
}

async function header(bytes: Buffer, word: string): Promise<ApiSurface> {
  if (bytes.length > largest) throw new SideError(`${word}: is larger than ${largest >> 20} MiB`);
  if (bytes.includes(0)) throw new SideError(`${word}: is binary, no C header`);
  await loadGrammar();
  try {
    const surface = surfaceOfHeader(bytes.toString('utf8'), word);
    const [first] = surface.notRead;
    if (surface.items.size === 0 && first !== undefined) {
      throw new SideError(`${word}:${first.line}: ${first.reason}; nothing in this header can be read`);
    }
    return surface;
  } catch (error) {
    if (error instanceof ParseLimitError || error instanceof RangeError) {
      throw new SideError(`${word}: takes the parser too long; is it a header?`, { cause: error });
    }
    throw error;
  }
}

async function entryPoint(path: string, word: string, pair: ApiPair, cwd: string): Promise<ApiSurface> {
  const { EntryPointError, surfaceOfEntryPoint } = await import('./ts-surface.js');
  const flat = new Set(Object.values(pair.surfaces).flatMap(({ interfaces }) => interfaces ?? []));
  try {
    return surfaceOfEntryPoint(path, word, flat, cwd);
  } catch (error) {
    if (error instanceof EntryPointError) throw new SideError(error.message, { cause: error });
    throw error;
  }
}

function headersOf(pair: ApiPair): readonly string[] {
  const all = Object.values(pair.surfaces).flatMap(({ language, headers }) =>
    language === 'c' ? (headers ?? []) : [],
  );
  return [...new Set(all)];
}

/** The headers of the pair in a folder: where an include finds them, else anywhere below. */
async function readTree(folder: string, word: string, pair: ApiPair): Promise<ApiSurface> {
  const wanted = headersOf(pair);
  const usual = wanted.map((name) => join(folder, 'include', name)).filter((path) => isFile(path));
  const paths = usual.length > 0 ? usual : below(folder, wanted);
  if (paths.length === 0)
    throw new SideError(`${word}: no ${wanted.join(' or ')} in this folder; name the header itself`);
  const surfaces = [];
  for (const path of paths) {
    const shown = join(word, relative(folder, path)).replaceAll('\\', '/');
    surfaces.push(await header(bytesOf(path, shown), shown));
  }
  return merged(surfaces, word);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function below(folder: string, wanted: readonly string[]): readonly string[] {
  const endings = wanted.map((name) => `/${name}`);
  const found: string[] = [];
  const queue = [folder];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    let entries;
    try {
      entries = readdirSync(at, { withFileTypes: true });
    } catch {
      continue;
    }
    for (const entry of entries) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') queue.push(path);
      else if (entry.isFile() && endings.some((ending) => path.replaceAll('\\', '/').endsWith(ending)))
        found.push(path);
    }
  }
  return found.sort();
}

function merged(surfaces: readonly ApiSurface[], title: string): ApiSurface {
  return {
    language: 'c',
    title,
    hasStubs: true,
    items: new Map(surfaces.flatMap(({ items }) => [...items])),
    stubProblems: surfaces.flatMap(({ stubProblems }) => stubProblems),
    notRead: surfaces.flatMap(({ notRead }) => notRead),
  };
}

async function readRevision(
  { rev, path }: { rev: string; path: string },
  word: string,
  pair: ApiPair,
  cwd: string,
): Promise<ApiSurface> {
  const bytes = path === '' ? null : fileOfRevision(rev, path, cwd);
  if (bytes !== null && languageOf(path, word) === 'c') return header(bytes, word);
  if (bytes !== null) return entryPointOfRevision(rev, path, word, pair, cwd);
  const endings = headersOf(pair).map((name) => `/${name}`);
  const all = pathsOfRevision(rev, path, cwd).filter((name) => endings.some((ending) => `/${name}`.endsWith(ending)));
  const usual = all.filter((name) => /(?:^|\/)include\//.test(name));
  const surfaces = [];
  for (const name of usual.length > 0 ? usual : all) {
    surfaces.push(await header(fileOfRevision(rev, name, cwd) ?? Buffer.alloc(0), `${rev}:${name}`));
  }
  if (surfaces.length === 0) throw new SideError(`${word}: ${rev} has no such file`);
  return merged(surfaces, word);
}

async function entryPointOfRevision(
  rev: string,
  path: string,
  word: string,
  pair: ApiPair,
  cwd: string,
): Promise<ApiSurface> {
  const tree = unpackRevision(rev, cwd);
  if (tree === null) throw new SideError(`${word}: ${rev} cannot be unpacked`);
  try {
    return await entryPoint(join(tree.folder, path), word, pair, tree.folder);
  } finally {
    tree.done();
  }
}
