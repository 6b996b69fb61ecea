/** Which C files to read: walks folders, reads bytes, keeps those that may name the API. */
import { closeSync, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';

/** Larger files are named as not read, if they name the API. */
export const maxFileBytes = 3 * 1024 * 1024;

export const cExtensions = ['.c', '.h'] as const;
const skippedFolders = new Set(['node_modules', '.git', '.pintle']);

export interface CSource {
  readonly path: string;
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
}

export interface CProblem {
  readonly path: string;
  readonly reason: string;
}

export function isCPath(path: string): boolean {
  return path.endsWith('.c') || path.endsWith('.h');
}

/** Files under the paths with `accept`ed names, in a fixed order; links to folders are not followed out of a tree twice. */
export function listCFiles(paths: readonly string[]): {
  readonly files: readonly string[];
  readonly problems: readonly CProblem[];
} {
  const files: string[] = [];
  const problems: CProblem[] = [];
  const linked = new Set<string>();
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) problems.push({ path, reason: 'no such file' });
    else if (stat.isDirectory()) walkFolder(path, files, problems, linked);
    else files.push(path);
  }
  return { files: paths.length > 1 ? [...new Set(files)] : files, problems };
}

function walkFolder(folder: string, files: string[], problems: CProblem[], linked: Set<string>): void {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    problems.push({ path: folder, reason: `folder cannot be read: ${codeOf(error)}` });
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const { name } = entry;
    if (entry.isDirectory()) {
      if (!skippedFolders.has(name)) walkFolder(join(folder, name), files, problems, linked);
    } else if (entry.isFile()) {
      if (isCPath(name)) files.push(join(folder, name));
    } else if (entry.isSymbolicLink()) followLink(join(folder, name), files, problems, linked);
  }
}

/** A linked folder is walked once; one that lies above the link is not. */
function followLink(path: string, files: string[], problems: CProblem[], linked: Set<string>): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() === true && isCPath(path)) files.push(path);
  if (stat?.isDirectory() !== true) return;
  const real = realpathSync(path);
  if (linked.has(real) || `${path}${sep}`.startsWith(`${real}${sep}`)) return;
  linked.add(real);
  walkFolder(path, files, problems, linked);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}

/** Reads files one after the other into one buffer. */
export class BytesReader {
  #buffer = Buffer.allocUnsafe(1 << 20);

  /** Bytes of a file, good until the next call; or why there are none. */
  read(path: string): Buffer | CProblem {
    let file: number | undefined;
    try {
      file = openSync(path, 'r');
      const { size } = fstatSync(file);
      if (size > 1 << 30) return { path, reason: `file has ${size} bytes` };
      if (size > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(size * 2);
      let length = 0;
      for (let got = 1; got > 0 && length < size; length += got)
        got = readSync(file, this.#buffer, length, size - length, length);
      return this.#buffer.subarray(0, length);
    } catch (error) {
      return { path, reason: `file cannot be read: ${codeOf(error)}` };
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }
}

/** The text of bytes; what is no UTF-8 becomes one character per byte, so that it can be written back as it was. */
export function decodeSource(path: string, bytes: Buffer): CSource {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { path, text, encoding: 'utf8' };
  } catch {
    return { path, text: bytes.toString('latin1'), encoding: 'latin1' };
  }
}

/** The text of a file that may name the API, or why it is not read. */
export function sourceOf(path: string, bytes: Buffer): CSource | CProblem {
  if (bytes.length > maxFileBytes) {
    return { path, reason: `file has ${bytes.length} bytes, the limit is ${maxFileBytes}` };
  }
  return bytes.includes(0) ? { path, reason: 'file is binary' } : decodeSource(path, bytes);
}

/** A path as it is printed: relative to the working directory with `/`, or absolute when it lies outside. */
export function printedPath(cwd: string, path: string): string {
  const inside = relative(cwd, path);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? path : inside.split(sep).join('/');
}
