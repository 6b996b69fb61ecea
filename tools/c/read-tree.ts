/** Reads every C file that names the API and gives its facts to whoever asks. */
import { join } from 'node:path';
import type { ApiPair } from '../../src/compat/pair-model.js';
import type { CheckOptions } from '../call-sites/front-end.js';
import { indexSurfaces, type Side, type SurfaceIndex } from '../call-sites/surface-index.js';
import type { NotRead } from '../diagnostics/model.js';
import { ApiNames } from './api-names.js';
import { ByteFilter } from './byte-filter.js';
import { readDeclarations } from './declarations.js';
import { type CFile, readFile } from './facts/file-facts.js';
import { HeaderNames, HeaderStore } from './facts/headers.js';
import { candidatesOf, type CSource, printedPath } from './files.js';
import { loadGrammar, ParseLimitError } from './grammar.js';

export interface ReadFile extends CFile {
  readonly source: CSource;
  readonly file: string;
}

export interface ReadTree {
  readonly files: readonly ReadFile[];
  readonly notRead: readonly NotRead[];
  readonly filesRead: number;
  readonly names: ApiNames;
}

/** Reads files and folders. Files that do not name the API are only looked at as bytes. */
export async function readTree(
  paths: readonly string[],
  pair: ApiPair,
  options: Pick<CheckOptions, 'cwd' | 'progress'>,
  index: SurfaceIndex = indexSurfaces(pair, 'c'),
): Promise<ReadTree> {
  await loadGrammar();
  const names = new ApiNames(pair, index);
  const { sources, problems, filesRead } = candidatesOf(paths, new ByteFilter(names.finder.names), options.progress);
  const notRead: NotRead[] = problems.map(({ path, reason }) => ({
    file: printedPath(options.cwd, path),
    line: 1,
    symbol: '',
    reason,
  }));
  const store = new HeaderStore();
  const dialects = new Dialects(store, names);
  const files: ReadFile[] = [];
  for (const source of sources) {
    const file = printedPath(options.cwd, source.path);
    const headers = new HeaderNames(store, source.path, source.text);
    try {
      const read = readFile(source.text, { file, names, headers, fallback: dialects.of(source.path) });
      files.push({ ...read, source, file });
      notRead.push(...read.facts.notRead);
    } catch (error) {
      if (!(error instanceof RangeError) && !(error instanceof ParseLimitError)) throw error;
      notRead.push({ file, line: 1, symbol: '', reason: 'the file is nested too deep, or takes the parser too long' });
    }
  }
  notRead.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return { files, notRead, filesRead, names };
}

/** Which version the header of a tree speaks. */
class Dialects {
  readonly #store: HeaderStore;
  readonly #names: ApiNames;
  readonly #byRoot = new Map<string, Side | undefined>();

  constructor(store: HeaderStore, names: ApiNames) {
    this.#store = store;
    this.#names = names;
  }

  of(path: string): Side | undefined {
    const root = this.#store.rootOf(join(path, '..'));
    if (root === null) return undefined;
    if (this.#byRoot.has(root)) return this.#byRoot.get(root);
    const side = this.#read(root);
    this.#byRoot.set(root, side);
    return side;
  }

  #read(root: string): Side | undefined {
    for (const name of this.#names.headers) {
      const header = this.#store.header(join(root, 'include', name));
      if (header === null) continue;
      try {
        const functions = readDeclarations(header.text).declarations.filter(
          ({ kind, isStub }) => kind === 'function' && !isStub,
        );
        const side = this.#names.sideOfHeader(new Map(functions.map(({ name: own, params }) => [own, params.length])));
        if (side !== undefined) return side;
      } catch (error) {
        if (!(error instanceof ParseLimitError)) throw error;
      }
    }
    return undefined;
  }
}
