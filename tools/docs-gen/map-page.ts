/** The map as one table: symbol, counterpart, behaviour changes, codemod level. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import { generated, groupText, table } from './markdown.js';
import { pageName } from './index-page.js';
import { stateOf } from './symbol-page.js';

export function mapPage(pair: ApiPair): string {
  const rows = pair.map.entries.map((entry) => [
    `[${entry.symbol}](../side-by-side/${pageName(entry)}.md)`,
    stateOf(entry),
    entry.behaviours.map(({ id }) => id).join(' '),
    entry.hazards.map(({ kind }) => kind).join(' '),
    entry.codemod.ts.kind,
    entry.codemod.c.kind,
  ]);
  const behaviours = pair.map.entries.flatMap((entry) =>
    entry.behaviours.map(({ id, group, text }) => [id, entry.symbol, groupText(group), text]),
  );
  return (
    generated('Evolution map') +
    `## Symbols\n\n${table(['symbol', 'state', 'behaviour', 'hazards', 'TypeScript', 'C'], rows)}\n` +
    `## Behaviour changes\n\n${table(['id', 'symbol', 'group', 'what changed'], behaviours)}`
  );
}
