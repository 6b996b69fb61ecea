/** What a migration leaves alone, why, and that it keeps every byte that it does not change. */
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { typescriptFrontEnd } from '../../tools/call-sites/typescript/front-end.js';
import { shelfPair } from './shelf-pair.js';
import { move, old, options, problems } from './testing/migrate-run.js';
import { makeProject, ts } from './testing/project.js';

describe('what is not done', () => {
  it('rolls a file back when one place in it has to be done by hand, and says why', async () => {
    const before = ts`
      ${old('type Box', 'type ShelfOld', 'type Slot')}
      export function look(shelf: ShelfOld, box: Box, slot: Slot): unknown {
        shelf.dropBox(box, true);
        return shelf.boxOf(slot);
      }
    `;
    const { text, report, project } = await move(before);
    expect(text).toBe(before);
    expect(report.found).toBe(2);
    expect(report.notDone.map(({ line, symbol, reason }) => `${line} ${symbol}: ${reason}`)).toEqual([
      '3 dropBox: rolled back with its file: src/a.ts:4 has to be done by hand first (or use --partial)',
      '4 boxOf: keep the box where the slot is kept',
    ]);
    expect(problems(project, 'src/a.ts')).toEqual([]);
  });

  it('keeps what is done with --partial, and lists the line that does not compile', async () => {
    const before = ts`
      ${old('type Box', 'type ShelfOld', 'type Slot')}
      export function look(shelf: ShelfOld, box: Box, slot: Slot): unknown {
        shelf.dropBox(box, true);
        return shelf.boxOf(slot);
      }
    `;
    const { text, report } = await move(before, { partial: true });
    expect(text).toContain('shelf.dropBox(box);');
    expect(report.notDone.map(({ line }) => line)).toEqual([4, 4]);
    expect(report.notDone.some(({ reason }) => reason.includes('TS2339'))).toBe(true);
  });

  it('does not touch a file beside it', async () => {
    const { report } = await move(
      ts`
        ${old('type Box', 'type ShelfOld')}
        export function drop(shelf: ShelfOld, box: Box): void {
          shelf.dropBox(box, true);
        }
      `,
      {},
      {
        'src/b.ts': `import type { ShelfOld, Slot } from '../shelf/old.js';\nexport const look = (shelf: ShelfOld, slot: Slot): unknown => shelf.boxOf(slot);\n`,
      },
    );
    expect(report.rewrites.map(({ file }) => file)).toEqual(['src/a.ts']);
  });

  it.each([
    [
      'an untested use',
      `const taken = shelf.takeSlot(box, 1, 9, null);\n  use(taken);`,
      'taken is used before anybody tested it',
    ],
    ['a cast', `use(shelf.noteOf(box, 3) as { a: 1 });`, 'a cast hides that the result can be an error'],
    ['a function that is handed on', `[1].forEach(shelf.freeSlot);`, 'the function is handed on without a call'],
    [
      'spread arguments',
      `const args: [Box, number] = [box, 1];\n  shelf.takeSlot(...args, 9, null);`,
      'the arguments are spread',
    ],
    ['another tag', `use(shelf.makeBox({ a: 1 }, 3));`, 'the tag is neither an owner nor null'],
    ['two boxes', `const second = box;\n  shelf.freeSlot(3);\n  use(second);`, 'which box owns the slot?'],
  ])('leaves %s and says why', async (_name, body, reason) => {
    const before = `${old('type Box', 'type ShelfOld')}\ndeclare function use(value: unknown): void;\nexport function run(shelf: ShelfOld, box: Box): void {\n  ${body}\n}\n`;
    const { text, report } = await move(before);
    expect(text).toBe(before);
    expect(report.notDone.map((item) => item.reason)).toContain(reason);
  });

  it('leaves suggested rewrites alone when only safe ones are asked for', async () => {
    const before = ts`
      ${old('type ShelfOld', 'type Watcher')}
      export function open(shelf: ShelfOld, watcher: Watcher): void {
        shelf.watch(watcher);
      }
    `;
    const { text, report } = await move(before, { apply: ['safe'] });
    expect(text).toBe(before);
    expect(report.notDone[0]).toMatchObject({ symbol: 'watch', level: 'suggested' });
  });
});

describe('bytes', () => {
  it('keeps byte order mark, CRLF and untouched text', async () => {
    const code = `\ufeff${old('type Box', 'type ShelfOld')}\r\n\r\nexport  const drop = ( shelf : ShelfOld,box:Box ) => {\r\n\tshelf . dropBox ( box , true ) ;   // äöü\r\n};\r\n`;
    const project = makeProject({ 'src/a.ts': code });
    const report = await typescriptFrontEnd.migrate([project.path('src')], shelfPair, options(project.folder));
    expect(report.notDone).toEqual([]);
    expect(report.rewrites[0]?.before).toBe(code);
    expect(report.rewrites[0]?.after).toBe(
      code
        .replace('ShelfOld }', 'ShelfNew }')
        .replace('old.js', 'new.js')
        .replace(': ShelfOld', ': ShelfNew')
        .replace('box , true )', 'box )'),
    );
  });

  it('writes nothing by itself', async () => {
    const project = makeProject({
      'src/a.ts': `${old('type Box', 'type ShelfOld')}\nexport const drop = (s: ShelfOld, b: Box) => s.dropBox(b, true);\n`,
    });
    const report = await typescriptFrontEnd.migrate([project.path('src')], shelfPair, options(project.folder));
    expect(report.rewrites).toHaveLength(1);
    rmSync(project.path('shelf'), { recursive: true });
    const blind = await typescriptFrontEnd.migrate([project.path('src')], shelfPair, options(project.folder));
    expect(blind.rewrites).toEqual([]);
    expect(blind.notRead.map(({ symbol }) => symbol)).toContain('dropBox');
  });
});
