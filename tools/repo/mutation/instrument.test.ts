import { createContext, Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { instrument, runtime } from './instrument.js';
import { sample } from './sample.js';

const source = `
const table = [{ bit: 3 }, { bit: 5 }];
function go(bus) {
  bus.write(1, 0x10);
  bus.write(2, table.map((row) => row.bit).join());
  if (bus.open) bus.flush();
  bus.total = 4n;
}
`;

/** Runs the instrumented text with one mutant on, and returns what the bus saw. */
function run(number: number): string {
  const { text } = instrument('made.ts', source, 0);
  const seen: string[] = [];
  const bus = {
    open: true,
    write: (...args: unknown[]) => seen.push(args.join(' ')),
    flush: () => seen.push('flush'),
    total: 0n,
  };
  const context = createContext({ __mutant: number, bus });
  new Script(`${runtime}\n${text}\ngo(bus);`).runInContext(context);
  return [...seen, String(bus.total)].join(', ');
}

describe('switches in a source', () => {
  const { mutants } = instrument('made.ts', source, 0);
  const numberOf = (id: string): number => mutants.find((mutant) => mutant.id === `made.ts ${id}`)?.number ?? NaN;

  it('change nothing when they are off', () => {
    expect(run(-1)).toBe('1 16, 2 3,5, flush, 4');
  });

  it.each([
    ['go plus-one 0x10', '1 17, 2 3,5, flush, 4'],
    ['go minus-one 4n', '1 16, 2 3,5, flush, 3'],
    ['table.bit plus-one 5', '1 16, 2 3,6, flush, 4'],
    ['go drop bus.write(1, 0x10);', '2 3,5, flush, 4'],
    ['go drop bus.total = 4n;', '1 16, 2 3,5, flush, 0'],
    ['go swap bus.write(1, 0x10); / bus.write(2, table.map((row) => row.bit).join());', '2 3,5, 1 16, flush, 4'],
    ['table swap { bit: 3 } / { bit: 5 }', '1 16, 2 5,3, flush, 4'],
    ['table drop { bit: 3 }', '1 16, 2 5, flush, 4'],
  ])('%s', (id, expected) => {
    expect(run(numberOf(id))).toBe(expected);
  });

  it('leave out swaps of assignments that do not know of each other', () => {
    const swaps = (text: string) => instrument('a.ts', text, 0).mutants.filter(({ kind }) => kind === 'swap').length;
    expect(swaps('function f() { this.a = b; this.c = d; }')).toBe(0);
    expect(swaps('function f() { this.a = b; this.c = this.a; }')).toBe(1);
    expect(swaps('function f() { this.a = b; this.c = g(); }')).toBe(1);
  });

  it('number every mutant once, and name it once', () => {
    expect(mutants.map(({ number }) => number)).toEqual(mutants.map((_, index) => index));
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
    // Six numbers both ways, three drops and one swap of calls, one drop of the assignment, two drops and one swap of rows.
    expect(mutants).toHaveLength(12 + 2 + 1 + 1 + 2 + 1);
  });
});

describe('a seeded sample', () => {
  const items = Array.from({ length: 100 }, (_, index) => index);

  it('is the same for the same seed, another for another, and repeats nothing', () => {
    expect(sample(items, 20, 7)).toEqual(sample(items, 20, 7));
    expect(sample(items, 20, 7)).not.toEqual(sample(items, 20, 8));
    expect(new Set(sample(items, 20, 7)).size).toBe(20);
    expect(sample(items, 200, 7)).toHaveLength(100);
  });
});
