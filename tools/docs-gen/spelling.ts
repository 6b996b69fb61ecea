/** How symbols of the TypeScript spelling are written in C. */
import type { ApiPair } from '../../src/compat/pair-model.js';

/** C name of a new symbol: told by an addition, by an entry of the same name, or by the law of names. */
export function cSpelling(pair: ApiPair): (symbol: string) => string {
  const told = new Map<string, string>();
  for (const { symbol, c } of pair.map.additions) if (c !== null) told.set(symbol, c);
  for (const { symbol, c } of pair.map.entries)
    if (!told.has(symbol)) told.set(symbol, c.replace(/^(struct|enum) /, ''));
  return (symbol) => told.get(symbol) ?? symbol.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
