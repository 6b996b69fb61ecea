import { describe, expect, it } from 'vitest';
import { divergenceIds } from '../divergences/ids.js';
import { divergences } from '../divergences/index.js';
import { ioasidPair } from '../ioasid-pair.js';
import { scenarioTexts } from '../scenarios/bundle.js';
import { additions } from './additions.js';
import { evolutionMap } from './evolution-map.js';
import { hazardKinds } from './hazard-kinds.js';
import { cBase } from './surfaces/c-published.js';
import { cV1 } from './surfaces/c-v1.js';
import { cV2 } from './surfaces/c-v2.js';

const { entries, hazards } = ioasidPair.map;
const scenarios = Object.keys(scenarioTexts);

/** What stands more than once. */
function repeated(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function mentionsAddition(value: unknown): boolean {
  const text = JSON.stringify(value);
  return Object.keys(additions).some((symbol) => text.includes(`"${symbol}"`));
}

describe('the map', () => {
  it('has one entry per symbol', () => {
    expect(repeated(entries.map(({ symbol }) => symbol))).toEqual([]);
    expect(evolutionMap.size).toBe(entries.length);
  });

  it('names scenarios that exist', () => {
    const named = entries.flatMap(({ behaviours, parity }) => [
      ...behaviours.flatMap((behaviour) => behaviour.scenarios),
      ...(parity.kind === 'exempt' ? [] : parity.scenarios),
    ]);
    expect(named.length).toBeGreaterThan(entries.length);
    expect(named.filter((name) => !scenarios.includes(name))).toEqual([]);
  });

  it('says why where it runs nothing, and names no scenario twice in one place', () => {
    for (const { symbol, parity, behaviours } of entries) {
      if (parity.kind === 'exempt') expect(parity.because, symbol).not.toBe('');
      else expect(repeated(parity.scenarios), symbol).toEqual([]);
      for (const { id, scenarios: shown } of behaviours) expect(repeated(shown), id).toEqual([]);
    }
  });

  it('numbers behaviour changes once each', () => {
    const ids = entries.flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
    expect(repeated(ids)).toEqual([]);
    expect(ids.filter((id) => !/^B[1-9]\d*$/.test(id))).toEqual([]);
    expect(ids.length).toBeGreaterThan(10);
  });

  it('names hazards that exist, each at one entry at least or about an addition', () => {
    const named = new Set(entries.flatMap((entry) => entry.hazards.map(({ kind }) => kind)));
    expect(hazards.map(({ kind }) => kind).sort()).toEqual([...hazardKinds].sort());
    expect([...named].filter((kind) => !(hazardKinds as readonly string[]).includes(kind))).toEqual([]);
    const aboutAdditions = hazards.filter((hazard) => mentionsAddition(hazard.with)).map(({ kind }) => kind);
    expect(hazardKinds.filter((kind) => !named.has(kind) && !aboutAdditions.includes(kind))).toEqual([]);
  });

  it('names divergences that are declared, each at one entry at least', () => {
    const named = new Set(entries.flatMap(({ parity }) => (parity.kind === 'diverges' ? parity.ids : [])));
    expect(divergences.map(({ id }) => id).sort()).toEqual([...divergenceIds].sort());
    expect([...named].sort()).toEqual([...divergenceIds].sort());
  });

  it('has declared divergences whose witness is a scenario', () => {
    for (const { id, witness, decidedBy } of divergences) {
      expect(scenarios, id).toContain(witness);
      expect(decidedBy, id).not.toEqual([]);
    }
  });

  it('says in words what each entry is, without repeating itself', () => {
    for (const { symbol, doc } of entries) {
      expect(doc.summary, symbol).toMatch(/^[A-Z].*\.$/);
      expect(doc.body, symbol).not.toBe('');
      expect(doc.body, symbol).not.toBe(doc.summary);
    }
    expect(repeated(entries.map(({ doc }) => doc.summary))).toEqual([]);
  });
});

describe('C names', () => {
  const plain = (name: string): string => name.replace(/^(struct|enum) /, '');

  it('of additions stand in the new surface', () => {
    const inC = Object.values(additions).flatMap(({ c }) => (c === null ? [] : [plain(c)]));
    const names = [...cV2.symbols.map(({ name }) => name), 'mm_struct'];
    expect(inC.length).toBeGreaterThan(10);
    expect(inC.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('of entries stand in the old surface or in that of the base allocator, those of the kernel at large apart', () => {
    const own = entries.filter(({ shared }) => shared !== true).map(({ c }) => plain(c));
    const names = [...cV1.symbols, ...cBase.symbols].map(({ name }) => name);
    expect(own.filter((name) => !names.includes(name))).toEqual([]);
  });
});
