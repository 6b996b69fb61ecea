/** `pintle check`: call sites under other names, and what cannot be told. */
import { describe, expect, it } from 'vitest';
import { run } from './testing/check-run.js';
import { makeProject } from './testing/project.js';

describe('call sites under other names', () => {
  const take = 'ShelfOld, type Box } from';
  const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    're-exported and renamed': {
      'src/barrel.ts': `export type { ShelfOld as Cupboard } from '../shelf/old.js';\n`,
      'src/use.ts': `import type { Cupboard } from './barrel.js';\nexport const go = (c: Cupboard): number => { c.setNote(1, {}); return 0; };\n`,
    },
    'a namespace import': {
      'src/use.ts': `import type * as api from '../shelf/old.js';\nexport const go = (c: api.ShelfOld): void => { c.setNote(1, {}); };\n`,
    },
    'a member of a class': {
      'src/use.ts': `import type { ShelfOld } from '../shelf/old.js';\nexport class K { readonly #s: ShelfOld; constructor(s: ShelfOld) { this.#s = s; }\n  go(): void { this.#s.setNote(1, {}); } }\n`,
    },
    'bind, call and apply': {
      'src/use.ts': `import type { ${take} '../shelf/old.js';\nexport const go = (s: ShelfOld, b: Box): void => {\n  const set = s.setNote.bind(s); set(1, {});\n  s.setNote.call(s, 1, {});\n  s.setNote.apply(s, [1, {}]); void b; };\n`,
    },
    'an optional call': {
      'src/use.ts': `import type { ShelfOld } from '../shelf/old.js';\nexport const go = (s?: ShelfOld): void => { s?.setNote(1, {}); };\n`,
    },
    'a computed name that is written out': {
      'src/use.ts': `import type { ShelfOld } from '../shelf/old.js';\nexport const go = (s: ShelfOld): void => { s['setNote'](1, {}); };\n`,
    },
    'JavaScript with JSDoc types': {
      'src/use.js': `/** @param {import('../shelf/old.js').ShelfOld} s */\nexport function go(s) { s.setNote(1, {}); }\n`,
    },
    'an alias in another file that does not name it': {
      'src/alias.ts': `import type { ShelfOld } from '../shelf/old.js';\ndeclare const s: ShelfOld;\nexport const write = s.setNote;\n`,
      'src/use.ts': `import { write } from './alias.js';\nwrite(1, {});\n`,
    },
    'a generic and a picked type': {
      'src/use.ts': `import type { ShelfOld } from '../shelf/old.js';\nexport function go<T extends ShelfOld>(s: T, p: Pick<ShelfOld, 'setNote'>): void { s.setNote(1, {}); p.setNote(2, {}); }\n`,
    },
  };
  const counts: Readonly<Record<string, number>> = { 'bind, call and apply': 3, 'a generic and a picked type': 2 };

  it.each(Object.entries(cases))('%s', async (name, files) => {
    const project = makeProject(files);
    const { out } = await run(project, ['src']);
    expect(
      out.split('\n').filter((line) => line.includes('FAILURE_UNSEEN')),
      out,
    ).toHaveLength(counts[name] ?? 1);
    expect(out).not.toContain('NOT_READ');
  });

  it.each([
    [
      'an any',
      `import type { ShelfOld } from '../shelf/old.js';\nexport const go = (s: any): void => { s.setNote(1); void (s as ShelfOld); };\n`,
      'setNote',
    ],
    [
      'a module that is not there',
      `import type { ShelfOld } from './gone.js';\nexport const go = (s: ShelfOld): void => { s.setNote(1, {}); };\n`,
      'setNote',
    ],
    [
      'a name that only the running program knows',
      `import type { ShelfOld } from '../shelf/old.js';\nexport const go = (s: ShelfOld, n: 'setNote'): void => { s[n](1, {}); };\n`,
      'ShelfOld',
    ],
  ])('says that it cannot tell: %s', async (_name, text, symbol) => {
    const project = makeProject({ 'src/use.ts': text });
    const { out, code } = await run(project, ['src']);
    expect(out).toMatch(new RegExp(`src/use\\.ts:2: NOTE:NOT_READ: ${symbol}: `));
    expect(code).toBe(3);
  });

  it('is silent on another API with the same names, and on a project without the API', async () => {
    const project = makeProject({
      'src/other.ts': `interface Other { setNote(a: number, b: unknown): number }\nexport const go = (o: Other): void => { o.setNote(1, {}); };\n`,
      'src/plain.ts': 'export const one = 1;\n',
    });
    expect(await run(project, ['src'])).toMatchObject({ code: 0, out: '' });
  });
});
