import { describe, expect, it } from 'vitest';
import { builtInPairs } from './index.js';
import type { ApiPair, ArgPlan, CodemodSpec, Language, NewCall, Role, Surface } from './pair-model.js';

const languages: readonly Language[] = ['c', 'ts'];

function namesOf(surface: Surface): ReadonlySet<string> {
  return new Set(surface.symbols.map(({ name }) => name));
}

/** Other symbols that a role is about; one of them at least has to be there. */
function namedBy(role: Role): readonly string[] {
  if (role.kind === 'takes-reference') return role.by;
  if (role.kind === 'drops-reference') return role.of;
  if (role.kind === 'registers-handler') return role.undo;
  return role.kind === 'returns-sentinel' ? [role.sentinel] : [];
}

function callsOf(spec: CodemodSpec): readonly NewCall[] {
  if (spec.kind === 'reshape') return [spec];
  return spec.kind === 'by-type' || spec.kind === 'by-literal' ? Object.values(spec.cases) : [];
}

const positions = (args: readonly ArgPlan[]): readonly number[] =>
  args.flatMap((arg) => ('from' in arg ? [arg.from] : []));

describe.each(builtInPairs.map((pair) => [pair.id, pair] as const))('the pair %s', (_, pair) => {
  it.each(Object.entries(pair.surfaces))(
    'has a surface %s whose symbols are unique and whose roles fit',
    (key, surface) => {
      expect(key.startsWith(`${surface.language}:`)).toBe(true);
      const names = namesOf(surface);
      expect(names.size).toBe(surface.symbols.length);
      for (const { name, params, roles } of surface.symbols) {
        for (const role of roles) {
          if ('arg' in role) expect(role.arg, name).toBeLessThan(params.length);
          const named = namedBy(role);
          if (named.length > 0)
            expect(
              named.some((one) => names.has(one)),
              `${key} ${name} ${role.kind}`,
            ).toBe(true);
        }
      }
    },
  );

  it.each(languages)('names an old and a new surface in %s', (language) => {
    expect(pair.surfaces[pair.old[language]]?.language).toBe(language);
    expect(pair.surfaces[pair.new[language]]?.language).toBe(language);
  });

  it('tells symbols that its surfaces have', () => {
    const [old, now] = [surfaceOf(pair, 'old', 'ts'), surfaceOf(pair, 'new', 'ts')].map(namesOf) as [
      ReadonlySet<string>,
      ReadonlySet<string>,
    ];
    for (const { symbol, counterpart } of pair.map.entries) {
      const to = counterpart.kind === 'removed' ? [] : counterpart.kind === 'split' ? counterpart.to : [counterpart.to];
      expect(old.has(symbol), symbol).toBe(true);
      expect(
        to.filter((name) => !now.has(name)),
        symbol,
      ).toEqual([]);
    }
    for (const { symbol } of pair.map.additions) expect(now.has(symbol), symbol).toBe(true);
  });

  it.each(languages)(
    'rewrites to calls that the new surface in %s has, with arguments that the old call has',
    (language) => {
      const [old, now] = [surfaceOf(pair, 'old', language), surfaceOf(pair, 'new', language)];
      let calls = 0;
      for (const { symbol, c, codemod } of pair.map.entries) {
        const before = old.symbols.find(({ name }) => name === (language === 'ts' ? symbol : c));
        for (const { to, args } of callsOf(codemod[language])) {
          calls++;
          expect(namesOf(now).has(to), `${symbol} to ${to}`).toBe(true);
          expect(Math.max(-1, ...positions(args)), `${symbol} to ${to}`).toBeLessThan(before?.params.length ?? 0);
        }
      }
      expect(calls).toBeGreaterThan(5);
    },
  );

  it('has hazards with an example in each language that it speaks of, the bad and the good form not the same', () => {
    for (const { kind, bad, good } of pair.map.hazards) {
      expect(Object.keys(bad).length, kind).toBeGreaterThan(0);
      for (const language of languages)
        if (bad[language] !== undefined) expect(good[language], kind).not.toBe(bad[language]);
    }
  });
});

function surfaceOf(pair: ApiPair, side: 'old' | 'new', language: Language): Surface {
  return pair.surfaces[pair[side][language]]!;
}

describe.each(builtInPairs.filter(({ engines }) => engines !== undefined).map((pair) => [pair.id, pair] as const))(
  'the proof of the pair %s',
  (_, pair) => {
    const run = (name: string) => pair.engines!.runScenario(name);

    it('is as the entries say: equal, or different in the answers that they declare', () => {
      for (const { symbol, parity } of pair.map.entries) {
        if (parity.kind === 'exempt') continue;
        const verdicts = parity.scenarios.map(run);
        const divergences = new Set(verdicts.flatMap((verdict) => verdict.divergences));
        expect(
          verdicts.filter(({ verdict }) => !/^(equal|diverges-as-told)$/.test(verdict)),
          symbol,
        ).toEqual([]);
        expect([...divergences].sort(), symbol).toEqual(parity.kind === 'diverges' ? [...parity.ids].sort() : []);
      }
    });

    it('shows each behaviour change with scenarios that pass', () => {
      for (const { behaviours } of pair.map.entries) {
        for (const { id, scenarios } of behaviours) {
          for (const name of scenarios)
            expect(run(name).verdict, `${id} ${name}`).toMatch(/^(equal|diverges-as-told)$/);
        }
      }
    });
  },
);
