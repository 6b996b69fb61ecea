/** Old and new signature side by side, as a diff that needs no colour. */
import { diffLines } from 'diff';
import type { ApiPair, Language, MapEntry } from '../../src/compat/pair-model.js';

/** Names that answer to an entry. */
export function counterpartNames({ counterpart }: MapEntry): readonly string[] {
  if (counterpart.kind === 'removed') return [];
  return counterpart.kind === 'split' ? counterpart.to : [counterpart.to];
}

/** Name of a symbol of the TypeScript spelling in another language. */
export type Spell = (symbol: string) => string;

/** A fenced diff of the declarations of one language; null where neither side has one. */
export function signatureDiff(pair: ApiPair, entry: MapEntry, language: Language, spell: Spell): string | null {
  const [old, now] = [pair.surfaces[pair.old[language]], pair.surfaces[pair.new[language]]];
  const names =
    language === 'ts' ? [entry.symbol] : [entry.c, entry.c.replace(/^struct /, ''), entry.c.replace(/^enum /, '')];
  const before = old?.symbols.find(({ name }) => names.includes(name))?.signature;
  const after = counterpartNames(entry)
    .map(spell)
    .flatMap((name) => now?.symbols.find((symbol) => symbol.name === name)?.signature ?? []);
  if (before === undefined && after.length === 0) return null;
  const lines = diffLines(spread(before ?? ''), after.map(spread).join(''));
  const marked = lines.flatMap(({ value, added, removed }) => {
    const sign = added ? '+' : removed ? '-' : ' ';
    return value
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `${sign} ${line}`);
  });
  return marked.join('\n');
}

/** One parameter per line, so that a diff shows which one changed. */
function spread(signature: string): string {
  if (signature === '') return '';
  return signature
    .split('\n')
    .map((line) => {
      const open = line.indexOf('(');
      const close = line.lastIndexOf(')');
      if (open < 0 || close < open + 2) return `${line}\n`;
      const inside = splitTop(line.slice(open + 1, close)).map((param) => `    ${param.trim()},\n`);
      return `${line.slice(0, open)}(\n${inside.join('')}${line.slice(close)}\n`;
    })
    .join('');
}

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if ('([{<'.includes(text[at]!)) depth++;
    else if (')]}'.includes(text[at]!) || (text[at] === '>' && text[at - 1] !== '=' && text[at - 1] !== '-')) depth--;
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
