/** What there is for each symbol, and why something is missing. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import { counted, generated, table } from './markdown.js';

export function coveragePage(pair: ApiPair): string {
  const rows = pair.map.entries.map(({ symbol, hazards, codemod, parity, doc }) => [
    symbol,
    hazards.length === 0 ? 'no hazard is known' : counted(hazards.length, 'hazard'),
    codemod.ts.kind === 'manual' ? 'by hand' : codemod.ts.kind,
    codemod.c.kind === 'manual' ? 'by hand' : codemod.c.kind,
    parity.kind === 'exempt' ? `exempt: ${parity.because}` : counted(parity.scenarios.length, 'scenario'),
    doc.body === '' ? 'missing' : 'yes',
  ]);
  return generated('Coverage') + table(['symbol', 'rules', 'codemod TS', 'codemod C', 'scenarios', 'text'], rows);
}
