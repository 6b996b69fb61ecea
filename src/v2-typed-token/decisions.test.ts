import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decisions } from './decisions.js';
import * as commands from './internal.js';
import { MmStruct } from './pointers.js';
import { TestWorld } from './world.test-kit.js';

describe('decisions', () => {
  it('each have a story of their own', () => {
    const texts = ['decisions-of-sets.test.ts', 'decisions-of-ids.test.ts'].map((name) =>
      readFileSync(new URL(name, import.meta.url), 'utf8'),
    );
    const told = texts.flatMap((text) => [...text.matchAll(/^ {2}'([a-z-]+)': \{$/gm)].map(([, id]) => id));
    expect(told.sort()).toEqual(decisions.map(({ id }) => id as string).sort());
  });

  it('are asked by name in one place of the code each', () => {
    const sources = ['./commands/', './'].flatMap((folder) => textsOf(new URL(folder, import.meta.url)));
    for (const { id } of decisions) {
      const asked = sources.map((text) => text.split(`fires('${id}')`).length - 1).reduce((a, b) => a + b);
      expect([id, asked]).toEqual([id, 1]);
    }
  });

  it('have names of their own and say what, what else and why', () => {
    expect(new Set(decisions.map(({ id }) => id)).size).toBe(decisions.length);
    for (const { from, asPosted, asDecided, why } of decisions) {
      expect([from, asPosted, asDecided, why].every((text) => text.length > 3)).toBe(true);
    }
  });

  it('do not fire in a course that no defect touches', () => {
    const world = new TestWorld('decided');
    const set = world.set(8, new MmStruct('A'));
    const id = world.alloc(set);
    expect(commands.getLocked(world.state, set, id)).toBe(0);
    expect(commands.putLocked(world.state, set, id)).toBe('held');
    expect(commands.free(world.state, set, id)).toBe('reclaimed');
    expect(commands.setPut(world.state, set)).toBe('reclaimed');
    expect([...world.fired]).toEqual(['default-spid']);
  });
});

function textsOf(folder: URL): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test'));
  return names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
}
