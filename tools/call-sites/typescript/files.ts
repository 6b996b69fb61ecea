/** Which files to read: walks folders, reads texts, keeps those that name a symbol of the API. */
import { lstatSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { SurfaceIndex } from '../surface-index.js';

/** Larger files are named as not read. */
export const maxFileBytes = 8 * 1024 * 1024;

const extension = /(?<!\.d)\.[cm]?[jt]sx?$/;
const skippedFolders = new Set(['node_modules', '.git', 'dist', 'coverage', '.pintle']);

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

export interface Problem {
  readonly path: string;
  readonly reason: string;
}

export function isTypeScriptPath(path: string): boolean {
  return extension.test(path) || /\.d\.[cm]?ts$/.test(path);
}

function walk(folder: string, seen: Set<string>, out: string[], problems: Problem[]): void {
  let real: string;
  let entries;
  try {
    real = realpathSync(folder);
    if (seen.has(real)) return;
    seen.add(real);
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    problems.push({
      path: folder,
      reason: `folder cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`,
    });
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    let isFolder = entry.isDirectory();
    let isFile = entry.isFile();
    if (entry.isSymbolicLink()) {
      const target = statSync(path, { throwIfNoEntry: false });
      isFolder = target?.isDirectory() ?? false;
      isFile = target?.isFile() ?? false;
    }
    if (isFolder && !skippedFolders.has(entry.name)) walk(path, seen, out, problems);
    else if (isFile && extension.test(entry.name)) out.push(path);
  }
}

/** Source files under the paths, sorted, each real file once; links that lead back are not followed twice. */
export function listFiles(paths: readonly string[]): {
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
} {
  const out: string[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const stat = lstatSync(path, { throwIfNoEntry: false }) && statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) problems.push({ path, reason: 'no such file' });
    else if (stat.isDirectory()) walk(path, seen, out, problems);
    else if (isTypeScriptPath(path)) out.push(path);
  }
  const real = new Map<string, string>();
  for (const path of out) {
    try {
      const target = realpathSync(path);
      if (!real.has(target)) real.set(target, path);
    } catch {
      real.set(path, path);
    }
  }
  return { files: [...real.values()].sort(), problems };
}

/** Text of a file, or why it was not read. Bytes that are no UTF-8 are refused: they could not be written back. */
export function readText(path: string): SourceText | Problem {
  try {
    const { size } = statSync(path);
    if (size > maxFileBytes) return { path, reason: `file has ${size} bytes, the limit is ${maxFileBytes}` };
    return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path)) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return {
      path,
      reason:
        code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
          ? 'file is not UTF-8'
          : `file cannot be read: ${code ?? 'unknown'}`,
    };
  }
}

/** Matches a text that names the API: an old symbol, a function of the new interface, or one of the modules. */
export function apiPattern(index: SurfaceIndex): RegExp {
  const names = new Set<string>();
  for (const name of [...index.old.functions, ...index.old.constants, ...index.old.types]) names.add(name);
  for (const name of [...index.new.functions, ...(index.new.surface.interfaces ?? [])]) {
    if ((index.new.symbols.get(name)?.roles.length ?? 1) > 0) names.add(name);
  }
  const escaped = [...names].map((name) => name.replace(/[$.]/g, '\\$&')).sort((a, b) => b.length - a.length);
  return escaped.length === 0 ? /(?!)/ : new RegExp(`(?<![\\w$])(?:${escaped.join('|')})(?![\\w$])`);
}

/** A path as it is printed: relative to the working directory with `/`, or absolute when it lies outside. */
export function printedPath(cwd: string, path: string): string {
  const inside = relative(cwd, path);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? path : inside.split(sep).join('/');
}
