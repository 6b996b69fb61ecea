/** What there is for each symbol, and why something is missing. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import { generated, table } from './markdown.js';

export function coveragePage(pair: ApiPair): string {
  const rows = pair.map.entries.map(({ symbol, hazards, codemod, parity, doc }) => [
    symbol,
    hazards.length === 0 ? 'no hazard is known' : `${hazards.length} hazards`,
    codemod.ts.kind === 'manual' ? 'by hand' : codemod.ts.kind,
    codemod.c.kind === 'manual' ? 'by hand' : codemod.c.kind,
    parity.kind === 'exempt' ? `exempt: ${parity.because}` : `${parity.scenarios.length} scenarios`,
    doc.body === '' ? 'missing' : 'yes',
  ]);
  return generated('Coverage') + table(['symbol', 'rules', 'codemod TS', 'codemod C', 'scenarios', 'text'], rows);
}
