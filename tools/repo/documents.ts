/** Everything that is written by a program and checked in: where it goes and what it must contain. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cliDocuments } from '../docs-gen/cli-pages.js';
import { generatedDocuments } from '../docs-gen/documents.js';
import { builtInPairs } from '../../src/compat/index.js';
import { scenarioFile } from './write-scenarios.js';
import { surfaceFiles } from './write-surfaces.js';
import { verbPage } from './write-verbs.js';

/** Folders in which every file is generated: what is there and not written is stale too. */
const generatedFolders = ['docs/side-by-side'];

/** Sources that are written from other sources: scenarios as a module, surfaces. File name to content. */
export async function generatedSources(root: string): Promise<ReadonlyMap<string, string>> {
  return new Map([...scenarioFile(root), ...(await surfaceFiles(root))]);
}

/** Those and the documents, which are made from what was compiled. File name to content. */
export async function generatedFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map([...(await generatedSources(root)), ...(await cliDocuments()), ...verbPage(root)]);
  for (const pair of builtInPairs) for (const [file, text] of generatedDocuments(pair)) files.set(file, text);
  return files;
}

/** Files that differ from what would be written, are missing, or are nobody's any more. */
export async function staleFiles(root: string): Promise<readonly string[]> {
  const files = await generatedFiles(root);
  return [...differing(root, files), ...orphans(root, files)].sort();
}

/** Writes the sources that are stale; their names. */
export async function writeSources(root: string): Promise<readonly string[]> {
  const files = await generatedSources(root);
  const changed = differing(root, files);
  for (const file of changed) write(join(root, file), files.get(file)!);
  return changed;
}

/** Writes what is stale and removes what is nobody's; the names of both. */
export async function writeGenerated(root: string): Promise<readonly string[]> {
  const files = await generatedFiles(root);
  const changed = differing(root, files);
  for (const file of changed) write(join(root, file), files.get(file)!);
  const gone = orphans(root, files);
  for (const file of gone) rmSync(join(root, file));
  return [...changed, ...gone];
}

function differing(root: string, files: ReadonlyMap<string, string>): readonly string[] {
  return [...files].filter(([file, text]) => read(join(root, file)) !== text).map(([file]) => file);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function read(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function orphans(root: string, files: ReadonlyMap<string, string>): readonly string[] {
  return generatedFolders.flatMap((folder) => {
    const path = join(root, folder);
    if (!existsSync(path)) return [];
    return readdirSync(path)
      .map((name) => `${folder}/${name}`)
      .filter((file) => !files.has(file));
  });
}
