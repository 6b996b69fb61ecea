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
import { BytesReader, type CProblem, type CSource, listCFiles, printedPath, sourceOf } from './files.js';
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

/** What one file gave: facts, or why there are none; neither for a file that does not name the API. */
export interface ReadOne {
  readonly read: ReadFile | null;
  readonly notRead: readonly NotRead[];
}

const nothing: ReadOne = { read: null, notRead: [] };

/** Reads the files of one tree after the other; headers are read once. Needs `loadGrammar` before. */
export class TreeReader {
  readonly names: ApiNames;
  readonly #cwd: string;
  readonly #filter: ByteFilter;
  readonly #bytes = new BytesReader();
  readonly #store = new HeaderStore();
  readonly #dialects: Dialects;

  constructor(pair: ApiPair, cwd: string, index: SurfaceIndex) {
    this.names = new ApiNames(pair, index);
    this.#cwd = cwd;
    this.#filter = new ByteFilter(this.names.finder.names);
    this.#dialects = new Dialects(this.#store, this.names);
  }

  read(path: string): ReadOne {
    const bytes = this.#bytes.read(path);
    if ('reason' in bytes) return this.problem(bytes);
    if (!this.#filter.accepts(bytes)) return nothing;
    const source = sourceOf(path, bytes);
    if ('reason' in source) return this.problem(source);
    return this.names.finder.isIn(source.text) ? this.#source(source) : nothing;
  }

  problem({ path, reason }: CProblem): ReadOne {
    return { read: null, notRead: [{ file: printedPath(this.#cwd, path), line: 1, symbol: '', reason }] };
  }

  #source(source: CSource): ReadOne {
    const file = printedPath(this.#cwd, source.path);
    const headers = new HeaderNames(this.#store, source.path, source.text);
    const fallback = this.#dialects.of(source.path);
    try {
      const read = readFile(source.text, { file, names: this.names, headers, fallback });
      return { read: { ...read, source, file }, notRead: read.facts.notRead };
    } catch (error) {
      if (!(error instanceof RangeError) && !(error instanceof ParseLimitError)) throw error;
      return this.problem({ path: source.path, reason: 'the file is nested too deep, or takes the parser too long' });
    }
  }
}

/** Reads files and folders. Files that do not name the API are only looked at as bytes. */
export async function readTree(
  paths: readonly string[],
  pair: ApiPair,
  options: Pick<CheckOptions, 'cwd' | 'progress'>,
  index: SurfaceIndex = indexSurfaces(pair, 'c'),
): Promise<ReadTree> {
  await loadGrammar();
  const reader = new TreeReader(pair, options.cwd, index);
  const { files: list, problems } = listCFiles(paths);
  const notRead = problems.flatMap((problem) => reader.problem(problem).notRead);
  const files: ReadFile[] = [];
  list.forEach((path, at) => {
    const one = reader.read(path);
    if (one.read !== null) files.push(one.read);
    notRead.push(...one.notRead);
    if (at % 500 === 0) options.progress?.(at, list.length);
  });
  notRead.sort(byPlace);
  return { files, notRead, filesRead: list.length, names: reader.names };
}

export function byPlace(a: NotRead, b: NotRead): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
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
