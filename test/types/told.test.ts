/** The compiler names a symbol that the map does not tell, tells twice, or makes up. */
import { describe, expect, it } from 'vitest';
import { diagnosticsWith, type Change } from './project.test-kit.js';

const map = 'src/compat/evolution/evolution-map.ts';
const additions = 'src/compat/evolution/additions.ts';
const v1Api = 'src/v1-void-token/api.ts';
const v2Api = 'src/v2-typed-token/api.ts';
const shim = 'src/compat/shim/v1-over-v2.ts';

const withoutLine =
  (word: string): Change =>
  (text) =>
    text
      .split('\n')
      .filter((line) => line.trim() !== word)
      .join('\n');
const withCall =
  (owner: string, call: string): Change =>
  (text) =>
    text.replace(`export interface ${owner} {`, `export interface ${owner} {\n  ${call}(id: Ioasid): boolean;`);

function nothingBut(name: string): RegExp {
  return new RegExp(`Type '"${name}"' does not satisfy the constraint 'never'`);
}

describe('the register of entries', () => {
  it('compiles as it is', () => {
    expect(diagnosticsWith([map, additions, shim])).toEqual([]);
  });

  it('does not compile without the entry of an old symbol', () => {
    expect(diagnosticsWith([map], { [map]: withoutLine('pasidValid,') })).toContainEqual(
      expect.stringMatching(nothingBut('pasidValid')),
    );
  });

  it('does not compile when the old API gains a call, and neither does the shim', () => {
    const told = diagnosticsWith([map, shim], { [v1Api]: withCall('IoasidV1', 'ioasidIsSpecial') });
    expect(told).toContainEqual(expect.stringMatching(nothingBut('ioasidIsSpecial')));
    expect(told).toContainEqual(expect.stringMatching(/v1-over-v2\.ts: Property 'ioasidIsSpecial' is missing/));
  });

  it('does not compile when the new API gains a call that nothing tells', () => {
    expect(diagnosticsWith([map], { [v2Api]: withCall('IoasidV2', 'ioasidIsSpecial') })).toContainEqual(
      expect.stringMatching(nothingBut('ioasidIsSpecial')),
    );
  });

  it('does not compile when the reason of an addition is dropped', () => {
    const dropped: Change = (text) => text.replace(/\n {2}ioasidGetIfOwned: .*/, '');
    expect(diagnosticsWith([map], { [additions]: dropped })).toContainEqual(
      expect.stringMatching(nothingBut('ioasidGetIfOwned')),
    );
  });

  it('does not compile when a new symbol is both an answer and an addition', () => {
    const twice: Change = (text) =>
      text.replace('\n  ok: added', "\n  ioasidFree: added(null, along, 'twice'),\n  ok: added");
    expect(diagnosticsWith([map], { [additions]: twice })).toContainEqual(
      expect.stringMatching(nothingBut('ioasidFree')),
    );
  });

  it('does not compile with two entries for one symbol', () => {
    const twice: Change = (text) => text.replace('\n  pasidValid,\n', '\n  pasidValid,\n  pasidValid,\n');
    expect(diagnosticsWith([map], { [map]: twice })).toContainEqual(expect.stringMatching(nothingBut('pasidValid')));
  });
});

describe('one entry', () => {
  const file = 'src/compat/evolution/entries/ioasid-alloc-set.ts';
  const swap =
    (from: string, to: string): Change =>
    (text) =>
      text.replace(from, to);

  it.each([
    [
      'a symbol that the old API does not have',
      "evolution('ioasidAllocSet'",
      "evolution('ioasidAllocSett'",
      /ioasidAllocSett/,
    ],
    [
      'an answer that the new API does not have',
      "to: 'ioasidAllocSet', what",
      "to: 'ioasidSetAloc', what",
      /ioasidSetAloc/,
    ],
    [
      'a codemod to a call that does not exist',
      "{ to: 'ioasidAllocSet', args: [{ from: 0, wrap",
      "{ to: 'ioasidAlocSet', args: [{ from: 0, wrap",
      /ioasidAlocSet/,
    ],
    ['a wrapper that does not exist', "wrap: 'mmToken'", "wrap: 'mmTokn'", /mmTokn/],
    ['an argument that the old call does not have', '{ from: 1 }] },', '{ from: 2 }] },', /Type '2' is not assignable/],
    ['a scenario that does not exist', "['quota-zero']", "['quota-nil']", /quota-nil/],
    ['a hazard that does not exist', "kind: 'stale-set'", "kind: 'stale-sets'", /stale-sets/],
    [
      'a divergence that nobody declared',
      "ids: ['second-set-for-mm', 'quota-zero']",
      "ids: ['second-set']",
      /second-set/,
    ],
    [
      'no scenario at all',
      /scenarios: \['two-sets-for-one-mm', [^\]]*\]/,
      'scenarios: []',
      /Source has 0 element\(s\) but target requires 1/,
    ],
    ['a behaviour without a number', "id: 'B3'", "id: 'quota'", /"quota"/],
  ] as const)('with %s does not compile', (_, from, to, message) => {
    const told = diagnosticsWith([file], { [file]: (text) => text.replace(from, to) });
    expect(told).toContainEqual(expect.stringMatching(message));
  });

  it('compiles as it is', () => {
    expect(diagnosticsWith([file])).toEqual([]);
    expect(() => diagnosticsWith([file], { [file]: swap('no such text', '') })).toThrow(/changed nothing/);
  });
});
