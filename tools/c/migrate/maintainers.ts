/** MAINTAINERS of a kernel tree: which entry a file belongs to. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

interface Entry {
  readonly title: string;
  readonly patterns: readonly { readonly pattern: RegExp; readonly weight: number }[];
}

export class Maintainers {
  readonly #byFolder = new Map<string, string | null>();
  readonly #entries = new Map<string, readonly Entry[]>();

  /** Title of the entry whose pattern says most about the path; null where there is no such file or entry. */
  entryOf(path: string): string | null {
    const root = this.#rootOf(dirname(path));
    if (root === null) return null;
    const name = relative(root, path).split(sep).join('/');
    let best: { title: string; weight: number } | null = null;
    for (const { title, patterns } of this.#read(root)) {
      for (const { pattern, weight } of patterns) {
        if (pattern.test(name) && (best === null || weight > best.weight)) best = { title, weight };
      }
    }
    return best?.title ?? null;
  }

  #rootOf(folder: string): string | null {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const above = dirname(folder);
    const root = existsSync(join(folder, 'MAINTAINERS')) ? folder : above === folder ? null : this.#rootOf(above);
    this.#byFolder.set(folder, root);
    return root;
  }

  #read(root: string): readonly Entry[] {
    let entries = this.#entries.get(root);
    if (entries === undefined) {
      entries = parseMaintainers(readFileSync(join(root, 'MAINTAINERS'), 'utf8'));
      this.#entries.set(root, entries);
    }
    return entries;
  }
}

/** Entries are a title and lines of a letter, a colon and a tab. */
export function parseMaintainers(text: string): readonly Entry[] {
  const entries: { title: string; patterns: { pattern: RegExp; weight: number }[] }[] = [];
  let title = '';
  for (const line of text.split(/\r?\n/)) {
    const field = /^([A-Z]):\s*(\S.*)$/.exec(line);
    if (field === null) {
      if (/^\S/.test(line)) title = line.trim();
      continue;
    }
    const [, letter, value = ''] = field;
    if (letter === 'M' || letter === 'S' || letter === 'L') {
      if (entries.at(-1)?.title !== title) entries.push({ title, patterns: [] });
    } else if (letter === 'F') {
      if (entries.at(-1)?.title !== title) entries.push({ title, patterns: [] });
      entries.at(-1)!.patterns.push({ pattern: globOf(value.trim()), weight: value.replace(/\*/g, '').length });
    }
  }
  return entries;
}

/** A folder ends with a slash and means all below; `*` and `?` stay inside of a folder. */
function globOf(pattern: string): RegExp {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  return new RegExp(`^${text}${pattern.endsWith('/') ? '' : '(?:/|$)'}`);
}
