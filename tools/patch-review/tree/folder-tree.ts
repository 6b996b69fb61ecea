/** A folder on disk as the tree that a series is meant for. */
import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../limits.js';
import type { BaseTree } from './model.js';
import { wordFilter } from './word-filter.js';

const sources = /\.(?:c|h|S|inc)$/;

/** Reads below `root` only; symbolic links are not followed. */
export function folderTree(root: string, name: string): BaseTree {
  return {
    name,
    read: (path) => {
      const bytes = readPlain(join(root, path));
      return bytes === null ? null : bytes.toString('latin1');
    },
    filesNaming: (words) => {
      const holds = wordFilter(words);
      const paths: string[] = [];
      let looked = 0;
      for (const path of walk(root, '')) {
        looked += 1;
        if (looked > limits.treeFiles) break;
        const bytes = readPlain(join(root, path));
        if (bytes !== null && holds(bytes)) paths.push(path);
      }
      return { paths, looked };
    },
  };
}

function readPlain(path: string): Buffer | null {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || stat.size > limits.sourceBytes) return null;
  return readFileSync(path);
}

function* walk(root: string, folder: string): Generator<string> {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') yield* walk(root, path);
    else if (entry.isFile() && sources.test(entry.name)) yield path;
  }
}
