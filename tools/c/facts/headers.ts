/** Headers of a tree: resolves includes, finds the text of a declaration in them, and parses only that. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDeclarations } from '../declarations.js';
import { lazily } from './lazily.js';
import { DeclaredNames, type NameSource } from './name-source.js';

const builtIn = /^(?:void|bool|char|short|int|long|float|double|unsigned|signed|size_t|[us](?:8|16|32|64))$/;
/** More headers than this are not looked at for one file. */
const mostHeaders = 1_500;
const largestHeader = 4 << 20;

interface Header {
  readonly path: string;
  readonly text: string;
  readonly includes: readonly string[];
  /** Names that stand before a bracket, tags that have a body, all other names that may be declared. */
  readonly names: () => HeaderWords;
}

interface HeaderWords {
  readonly callables: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
  readonly typedefs: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
}

/** All headers that were read in one run. */
export class HeaderStore {
  readonly #headers = new Map<string, Header | null>();
  readonly #roots = new Map<string, string | null>();
  readonly #resolved = new Map<string, string | null>();
  readonly #snippets = new Map<string, DeclaredNames | null>();

  /** The folder above a file that has an `include` folder; null when there is none. */
  rootOf(folder: string): string | null {
    const known = this.#roots.get(folder);
    if (known !== undefined) return known;
    const above = dirname(folder);
    const root = existsSync(join(folder, 'include')) ? folder : above === folder ? null : this.rootOf(above);
    this.#roots.set(folder, root);
    return root;
  }

  header(path: string): Header | null {
    const known = this.#headers.get(path);
    if (known !== undefined) return known;
    let header: Header | null = null;
    try {
      const stat = statSync(path);
      if (stat.isFile() && stat.size <= largestHeader) {
        const text = readFileSync(path, 'latin1');
        header = { path, text, includes: includesOf(text), names: lazily(() => wordsOf(text)) };
      }
    } catch {
      header = null;
    }
    this.#headers.set(path, header);
    return header;
  }

  /** Path of what an include line names, quotes or brackets and all. */
  resolve(include: string, folder: string, arch: string): string | null {
    const root = this.rootOf(folder);
    const name = include.slice(1, -1);
    const own = include.startsWith('"') ? [join(folder, name)] : [];
    const key = `${own[0] ?? ''} ${root ?? ''} ${arch} ${name}`;
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    const shared =
      root === null
        ? []
        : ['include', `arch/${arch}/include`, 'include/uapi', `arch/${arch}/include/uapi`].map((place) =>
            join(root, place, name),
          );
    const found = [...own, ...shared].find((path) => existsSync(path)) ?? null;
    this.#resolved.set(key, found);
    return found;
  }

  /** Declarations in a piece of a header; pieces are parsed once. */
  snippet(text: string): DeclaredNames | null {
    const known = this.#snippets.get(text);
    if (known !== undefined) return known;
    let names: DeclaredNames | null = null;
    try {
      names = new DeclaredNames(readDeclarations(text).declarations);
    } catch {
      names = null;
    }
    this.#snippets.set(text, names);
    return names;
  }
}

function includesOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/^[ \t]*#[ \t]*include[ \t]*("[^"\n]+"|<[^>\n]+>)/gm), (match) => match[1]!);
}

/** What may be found in a header; a look into its text decides. */
function wordsOf(text: string): HeaderWords {
  const all = (pattern: RegExp) => new Set(Array.from(text.matchAll(pattern), (match) => match[1]!));
  return {
    callables: all(/\b(\w+)\s*\(/g),
    tags: all(/\b(?:struct|union)\s+(\w+)\s*(?:__\w+\s*)*\{/g),
    typedefs: all(/\b(\w+)\s*;/g),
    variables: all(/^extern\s[^;(){}]*?\b(\w+)\s*[[;]/gm),
  };
}

/** What the headers of one file declare. Headers are read when something is asked for. */
export class HeaderNames implements NameSource {
  readonly #store: HeaderStore;
  readonly #path: string;
  readonly #text: string;
  readonly #answers = new Map<string, string | undefined>();
  #closure: readonly Header[] | undefined;

  constructor(store: HeaderStore, path: string, text: string) {
    this.#store = store;
    this.#path = path;
    this.#text = text;
  }

  /** True when the file includes a header whose path ends so, itself or through others. */
  includes(ending: string): boolean {
    const direct = includesOf(this.#text).some((include) => `/${include.slice(1, -1)}`.endsWith(`/${ending}`));
    return direct || this.#headers().some(({ path }) => path.replaceAll('\\', '/').endsWith(`/${ending}`));
  }

  /** Nearest first. */
  #headers(): readonly Header[] {
    if (this.#closure !== undefined) return this.#closure;
    const arch = /(?:^|\/)arch\/(\w+)\//.exec(this.#path.replaceAll('\\', '/'))?.[1] ?? 'x86';
    const found: Header[] = [];
    const seen = new Set<string>([this.#path]);
    let level = includesOf(this.#text).map((include) => ({ include, folder: dirname(this.#path) }));
    while (level.length > 0 && found.length < mostHeaders) {
      const next: typeof level = [];
      for (const { include, folder } of level) {
        const path = this.#store.resolve(include, folder, arch);
        if (path === null || seen.has(path) || found.length >= mostHeaders) continue;
        seen.add(path);
        const header = this.#store.header(path);
        if (header === null) continue;
        found.push(header);
        for (const inner of header.includes) next.push({ include: inner, folder: dirname(path) });
      }
      level = next;
    }
    this.#closure = found;
    return found;
  }

  members(tag: string): ReadonlyMap<string, string> | undefined {
    for (const { text, names } of this.#headers()) {
      if (!names().tags.has(tag)) continue;
      const piece = structureText(text, tag);
      const found = piece === null ? undefined : this.#store.snippet(piece)?.members(tag);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #ask(key: string, find: (header: Header) => string | undefined): string | undefined {
    if (this.#answers.has(key)) return this.#answers.get(key);
    let answer: string | undefined;
    for (const header of this.#headers()) {
      answer = find(header);
      if (answer !== undefined) break;
    }
    this.#answers.set(key, answer);
    return answer;
  }

  member(tag: string, name: string): string | undefined {
    return this.#ask(`member ${tag}.${name}`, ({ text, names }) => {
      const piece = names().tags.has(tag) ? structureText(text, tag) : null;
      return piece === null ? undefined : this.#store.snippet(piece)?.member(tag, name);
    });
  }

  result(name: string): string | undefined {
    return this.#ask(`result ${name}`, ({ text, names }) => {
      if (!names().callables.has(name)) return undefined;
      for (const piece of prototypeTexts(text, name)) {
        const found = this.#store.snippet(piece)?.result(name);
        if (found !== undefined && found !== '') return found;
      }
      return undefined;
    });
  }

  variable(name: string): string | undefined {
    return this.#ask(`variable ${name}`, ({ text, names }) => {
      if (!names().variables.has(name)) return undefined;
      const line = new RegExp(`^extern\\s+[^;(){}]*\\b${name}\\b[^;(){}]*;`, 'm').exec(text)?.[0];
      return line === undefined ? undefined : this.#store.snippet(line)?.variable(name);
    });
  }

  typedef(name: string): string | undefined {
    if (!/^\w+$/.test(name) || builtIn.test(name)) return undefined;
    return this.#ask(`typedef ${name}`, ({ text, names }) => {
      if (!names().typedefs.has(name)) return undefined;
      const line = new RegExp(`^typedef\\s+[^;(){}]*\\b${name}\\s*;`, 'm').exec(text)?.[0];
      return line === undefined ? undefined : this.#store.snippet(line)?.typedef(name);
    });
  }
}

/** `struct tag { ... };` of a header, or null. */
function structureText(text: string, tag: string): string | null {
  for (let at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + 1)) {
    const head = /\b(?:struct|union)\s+$/.exec(text.slice(Math.max(0, at - 16), at));
    const open = /^\s*(?:__\w+\s*)*\{/.exec(text.slice(at + tag.length, at + tag.length + 80));
    if (head === null || open === null) continue;
    const brace = at + tag.length + open[0].length - 1;
    const end = closingBrace(text, brace);
    if (end !== null) return `${head[0].trim()} ${tag} ${text.slice(brace, end)};`;
  }
  return null;
}

function closingBrace(text: string, open: number): number | null {
  let depth = 0;
  const last = Math.min(text.length, open + 200_000);
  for (let at = open; at < last; at++) {
    const letter = text.charCodeAt(at);
    if (letter === 47 && text.charCodeAt(at + 1) === 42) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) return null;
      at = end + 1;
    } else if (letter === 123) depth++;
    else if (letter === 125 && --depth === 0) return at + 1;
  }
  return null;
}

/** Prototypes and inline functions of this name, cut off before the body. */
function* prototypeTexts(text: string, name: string): Generator<string> {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (/\w/.test(text[at - 1] ?? ' ') || !/^\s*\(/.test(text.slice(at + name.length, at + name.length + 40))) continue;
    const before = text.slice(Math.max(0, at - 300), at);
    const start = Math.max(
      before.lastIndexOf(';'),
      before.lastIndexOf('}'),
      before.lastIndexOf('{'),
      before.lastIndexOf('*/') + 1,
    );
    const head = before.slice(start + 1).replace(/^[ \t]*#[^\n]*$/gm, '');
    if (!/^[\s\w*]+$/.test(head) || !/\w/.test(head) || /\b(?:return|else|if|case|goto|define)\b/.test(head)) continue;
    const end = /^[^;{]*\)/.exec(text.slice(at, at + 1_200))?.[0].length;
    if (end !== undefined) yield `${head}${text.slice(at, at + end)};`;
  }
}
