/** Index of the pages: the state of every symbol, and what was added. */
import type { ApiPair, MapEntry } from '../../src/compat/pair-model.js';
import { code, generated, groupText, table } from './markdown.js';
import { stateOf } from './symbol-page.js';

/**
 * File name of an entry's page, without ending: the symbol in kebab-case. A type and a constant say so at the end, because
 * capitals apart a call may have the same name.
 */
export function pageName({ symbol }: Pick<MapEntry, 'symbol'>): string {
  if (/^[A-Z0-9_]+$/.test(symbol)) return `${symbol.toLowerCase().replaceAll('_', '-')}-constant`;
  const kebab = symbol.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return /^[A-Z]/.test(symbol) ? `${kebab}-type` : kebab;
}

export function indexPage(pair: ApiPair): string {
  const rows = pair.map.entries.map((entry) => [
    `[${entry.symbol}](${pageName(entry)}.md)`,
    code(entry.c),
    stateOf(entry),
    entry.doc.summary,
  ]);
  const added = pair.map.additions.map(({ symbol, c, group, because }) => [
    code(symbol),
    c === null ? '' : code(c),
    groupText(group),
    because,
  ]);
  return (
    generated(`${pair.title}: side by side`) +
    `${pair.map.entries.length} old symbols, ${pair.map.additions.length} additions.\n\n` +
    `## Old symbols\n\n${table(['symbol', 'C', 'state', 'what it is'], rows)}\n` +
    `## Additions\n\n${table(['symbol', 'C', 'group', 'because'], added)}`
  );
}
