import { describe, expect, it } from 'vitest';
import { additions } from './additions.js';
import { entries } from './evolution-map.js';
import { cName, tsName } from './names.js';
import { cV1 } from './surfaces/c-v1.js';
import { cV2 } from './surfaces/c-v2.js';
import { tsV1 } from './surfaces/ts-v1.js';
import { tsV2 } from './surfaces/ts-v2.js';
import type { Surface } from '../pair-model.js';

const functionsOf = ({ symbols }: Surface): readonly string[] =>
  symbols.filter(({ kind }) => kind === 'function').map(({ name }) => name);

describe('the law of names', () => {
  it.each([
    ['ioasid_alloc_set', 'ioasidAllocSet'],
    ['ioasid_find_mm_set', 'ioasidFindMmSet'],
    ['pasid_valid', 'pasidValid'],
    ['INVALID_IOASID', 'INVALID_IOASID'],
    ['ioasid', 'ioasid'],
  ])('%s is %s, and back', (c, ts) => {
    expect([tsName(c), cName(ts)]).toEqual([ts, c]);
  });

  it('loses nothing of any published name', () => {
    const names = [...functionsOf(cV1), ...functionsOf(cV2)];
    expect(names.length).toBeGreaterThan(30);
    expect(names.map((name) => cName(tsName(name)))).toEqual(names);
  });

  it('gives every call of the map its name from C', () => {
    const calls = entries.filter(({ symbol }) => functionsOf(tsV1).includes(symbol) && /^(ioasid|pasid)/.test(symbol));
    expect(calls.length).toBeGreaterThan(10);
    // A look-up by token is what callers do by hand in C: it has no name there that could be kept.
    expect(calls.map(({ symbol, c }) => [symbol, tsName(c)])).toEqual(calls.map(({ symbol }) => [symbol, symbol]));
  });

  it('gives every added call that C has its name from there', () => {
    const calls = Object.entries(additions).filter(
      ([symbol, { c }]) => functionsOf(tsV2).includes(symbol) && c !== null,
    );
    const ioasidCalls = calls.filter(([, { c }]) => c?.startsWith('ioasid_') === true);
    expect(ioasidCalls.length).toBeGreaterThan(8);
    expect(ioasidCalls.map(([, { c }]) => tsName(c ?? ''))).toEqual(ioasidCalls.map(([symbol]) => symbol));
  });
});
