/** Unified diffs that `git apply` and `patch -p1` take. */
import { structuredPatch } from 'diff';
import type { FileRewrite } from '../front-end.js';

/** A name as git writes it: quoted when it has bytes that need it. */
function quoted(name: string): string {
  if (!/["\\\u0000-\u001f\u007f-\uffff]/.test(name)) return name;
  let out = '';
  for (const byte of Buffer.from(name, 'utf8')) {
    const letter = String.fromCharCode(byte);
    if (letter === '"' || letter === '\\') out += `\\${letter}`;
    else if (letter === '\n') out += '\\n';
    else if (letter === '\t') out += '\\t';
    else out += byte < 0x20 || byte >= 0x7f ? `\\${byte.toString(8).padStart(3, '0')}` : letter;
  }
  return `"${out}"`;
}

function header(sign: string, name: string): string {
  // A tab ends a name that has spaces in it.
  return `${sign} ${quoted(name)}${name.includes(' ') ? '\t' : ''}\n`;
}

/** Hunks of one file with their header; `name` is the path below the folder in which the diff is applied. */
export function fileDiff({ before, after }: Pick<FileRewrite, 'before' | 'after'>, name: string, git: boolean): string {
  const { hunks } = structuredPatch(name, name, before, after, undefined, undefined, { context: 3 });
  let text = git ? `diff --git ${quoted(`a/${name}`)} ${quoted(`b/${name}`)}\n` : '';
  text += header('---', `a/${name}`) + header('+++', `b/${name}`);
  for (const { oldStart, oldLines, newStart, newLines, lines } of hunks) {
    const range = (start: number, count: number) =>
      count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;
    text += `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@\n`;
    text += lines.map((line) => `${line}\n`).join('');
  }
  return text;
}

/** Lines that a diff adds and takes away. */
export function countLines(diff: string): { readonly added: number; readonly removed: number } {
  let added = 0;
  let removed = 0;
  for (const line of diff.split('\n')) {
    if (line.startsWith('+') && !line.startsWith('+++ ')) added++;
    else if (line.startsWith('-') && !line.startsWith('--- ')) removed++;
  }
  return { added, removed };
}
