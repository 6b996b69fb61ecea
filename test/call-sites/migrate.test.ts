/** Codemods on small callers of the invented API: text before, text after; what is written compiles. */
import { rmSync, writeFileSync } from 'node:fs';
import { Project } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import type { MigrateOptions, MigrationReport } from '../../tools/call-sites/front-end.js';
import { typescriptFrontEnd } from '../../tools/call-sites/typescript/front-end.js';
import { shelfPair } from './shelf-pair.js';
import { makeProject, type TestProject, ts } from './testing/project.js';

interface Moved {
  readonly text: string;
  readonly report: MigrationReport;
  readonly project: TestProject;
}

const options = (cwd: string): MigrateOptions => ({ cwd, apply: ['safe', 'suggested'], partial: false });

function problems(project: TestProject, file: string): string[] {
  const checked = new Project({ tsConfigFilePath: project.path('tsconfig.json'), skipAddingFilesFromTsConfig: true });
  return checked
    .addSourceFileAtPath(project.path(file))
    .getPreEmitDiagnostics()
    .map((entry) => String(entry.getMessageText()));
}

async function move(
  code: string,
  more: Partial<MigrateOptions> = {},
  files: Record<string, string> = {},
): Promise<Moved> {
  const project = makeProject({ 'src/a.ts': code, ...files });
  const report = await typescriptFrontEnd.migrate([project.path('src')], shelfPair, {
    ...options(project.folder),
    ...more,
  });
  for (const { path, after } of report.rewrites) writeFileSync(path, after);
  const own = report.rewrites.find(({ file }) => file === 'src/a.ts');
  return { text: own?.after ?? code, report, project };
}

/** The after text, that it compiles, and that a second run changes nothing. */
async function expectMoved(before: string, after: string): Promise<Moved> {
  const moved = await move(before);
  expect(moved.report.notDone).toEqual([]);
  expect(moved.text).toBe(after);
  expect(problems(moved.project, 'src/a.ts')).toEqual([]);
  const again = await typescriptFrontEnd.migrate([moved.project.path('src')], shelfPair, options(moved.project.folder));
  expect(again.rewrites).toEqual([]);
  expect(again.found).toBe(0);
  return moved;
}

const old = (...names: string[]) => `import { ${names.join(', ')} } from '../shelf/old.js';`;
const now = (...names: string[]) => `import { ${names.join(', ')} } from '../shelf/new.js';`;

describe('calls', () => {
  it('wraps by type, and moves the test and the value with the result', () =>
    expectMoved(
      ts`
        ${old('isFault', 'type ShelfOld')}
        import { Owner } from '../shelf/new.js';

        export function open(shelf: ShelfOld, owner: Owner): number {
          const made = shelf.makeBox(owner, 3); // three slots
          if (isFault(made)) return -1;
          shelf.rename(made, 'mine');
          return 0;
        }
      `,
      ts`
        ${now('type ShelfNew', 'ownerTag')}
        import { Owner } from '../shelf/new.js';

        export function open(shelf: ShelfNew, owner: Owner): number {
          const made = shelf.makeBox(ownerTag(owner), 3); // three slots
          if (!made.ok) return -1;
          shelf.rename(made.value, 'mine');
          return 0;
        }
      `,
    ));

  it('makes an options object of two arguments and keeps comments between them', () =>
    expectMoved(
      ts`
        ${old('type Box', 'NO_SLOT', 'type ShelfOld')}
        export function take(shelf: ShelfOld, box: Box, high: number): boolean {
          return shelf.takeSlot(box, /* first */ 1, high /* last */, null) !== NO_SLOT;
        }
      `,
      ts`
        ${now('type Box', 'type ShelfNew')}
        export function take(shelf: ShelfNew, box: Box, high: number): boolean {
          return shelf.takeSlot(box, /* first */ { low: 1, high } /* last */, null).ok;
        }
      `,
    ));

  it('writes null and drops a literal argument', () =>
    expectMoved(
      ts`
        ${old('isFault', 'type ShelfOld')}
        export function host(shelf: ShelfOld): void {
          const made = shelf.makeBox(null, 8);
          if (!isFault(made)) shelf.dropBox(made, true);
        }
      `,
      ts`
        ${now('type ShelfNew', 'noTag')}
        export function host(shelf: ShelfNew): void {
          const made = shelf.makeBox(noTag, 8);
          if (made.ok) shelf.dropBox(made.value);
        }
      `,
    ));

  it('renames, by literal and by table', () =>
    expectMoved(
      ts`
        ${old('type Box', 'type ShelfOld', 'type Slot', 'SLOT_FREED')}
        export function drop(shelf: ShelfOld, box: Box, slot: Slot): boolean {
          shelf.tell(slot, SLOT_FREED);
          if (shelf.setNote(slot, null) !== 0) return false;
          return shelf.resize(box, 2) === 0;
        }
      `,
      ts`
        ${now('type Box', 'type ShelfNew', 'type Slot')}
        export function drop(shelf: ShelfNew, box: Box, slot: Slot): boolean {
          shelf.tell(slot, 'freed');
          if (!shelf.clearNote(slot).ok) return false;
          return shelf.setSize(box, 2).ok;
        }
      `,
    ));

  it('asks where the box comes from, and finds the one that the slot was taken from', () =>
    expectMoved(
      ts`
        ${old('type Box', 'NO_SLOT', 'type ShelfOld')}
        export function both(shelf: ShelfOld, box: Box, other: Box): void {
          const taken = shelf.takeSlot(other, 1, 9, null);
          if (taken === NO_SLOT) return;
          shelf.freeSlot(taken);
          shelf.rename(box, 'x');
        }
      `,
      ts`
        ${now('type Box', 'type ShelfNew')}
        export function both(shelf: ShelfNew, box: Box, other: Box): void {
          const taken = shelf.takeSlot(other, { low: 1, high: 9 }, null);
          if (!taken.ok) return;
          shelf.freeSlot(other, taken.value);
          shelf.rename(box, 'x');
        }
      `,
    ));

  it('follows destructured and optional calls', () =>
    expectMoved(
      ts`
        ${old('type Box', 'type ShelfOld')}
        export function size(shelf: ShelfOld | undefined, { resize }: ShelfOld, box: Box): boolean {
          shelf?.resize(box, 1);
          const ok = resize(box, 2);
          return ok >= 0;
        }
      `,
      ts`
        ${now('type Box', 'type ShelfNew')}
        export function size(shelf: ShelfNew | undefined, { setSize: resize }: ShelfNew, box: Box): boolean {
          shelf?.setSize(box, 1);
          const ok = resize(box, 2);
          return ok.ok;
        }
      `,
    ));
});

describe('results', () => {
  it('changes functions that pass the failure on, and their callers', async () => {
    const before = ts`
      ${old('type Box', 'Codes', 'Fault', 'isFault', 'type ShelfOld')}
      import { Owner } from '../shelf/new.js';
      function make(shelf: ShelfOld, owner: Owner | null): Box | Fault {
        if (owner === null) return new Fault(Codes.EGONE);
        const made = shelf.makeBox(owner, 3);
        if (isFault(made)) return made;
        shelf.rename(made, 'x');
        return made;
      }
      export function use(shelf: ShelfOld, owner: Owner): boolean {
        const box = make(shelf, owner);
        return !isFault(box);
      }
    `;
    const { text, report, project } = await move(before);
    expect(report.notDone).toEqual([]);
    expect(text).toBe(ts`
      ${now('type Box', 'type ShelfNew', 'ownerTag', 'type Outcome', 'refused')}
      import { Owner } from '../shelf/new.js';
      function make(shelf: ShelfNew, owner: Owner | null): Outcome<Box> {
        if (owner === null) return refused('EGONE');
        const made = shelf.makeBox(ownerTag(owner), 3);
        if (!made.ok) return made;
        shelf.rename(made.value, 'x');
        return made;
      }
      export function use(shelf: ShelfNew, owner: Owner): boolean {
        const box = make(shelf, owner);
        return box.ok;
      }
    `);
    expect(problems(project, 'src/a.ts')).toEqual([]);
  });

  it('gives the old number where a number goes on', () =>
    expectMoved(
      ts`
        ${old('type Slot', 'type ShelfOld', 'Codes')}
        export function clear(shelf: ShelfOld, slot: Slot): number {
          const cleared = shelf.setNote(slot, null);
          if (cleared !== 0) return cleared;
          return -Codes.EFULL;
        }
      `,
      ts`
        import { Codes } from '../shelf/old.js';
        import { type Slot, type ShelfNew } from '../shelf/new.js';
        export function clear(shelf: ShelfNew, slot: Slot): number {
          const cleared = shelf.clearNote(slot);
          if (!cleared.ok) return -Codes[cleared.problem.code];
          return -Codes.EFULL;
        }
      `,
    ));

  it('stores a member after its test', () =>
    expectMoved(
      ts`
        ${old('type Box', 'NO_SLOT', 'type ShelfOld', 'type Slot')}
        export class Keeper {
          slot: Slot | null = null;
          fill(shelf: ShelfOld, box: Box): boolean {
            this.slot = shelf.takeSlot(box, 1, 9, null);
            if (this.slot === NO_SLOT) return false;
            return true;
          }
        }
      `,
      ts`
        ${now('type Box', 'type ShelfNew', 'type Slot')}
        export class Keeper {
          slot: Slot | null = null;
          fill(shelf: ShelfNew, box: Box): boolean {
            const slot = shelf.takeSlot(box, { low: 1, high: 9 }, null);
            if (!slot.ok) return false;
            this.slot = slot.value;
            return true;
          }
        }
      `,
    ));

  it('opens an untyped result after its test, and reads a type test as one', () =>
    expectMoved(
      ts`
        ${old('type Box', 'isFault', 'type ShelfOld', 'type Slot')}
        import { Note } from '../shelf/new.js';
        class Label extends Note {
          text = '';
        }
        export function labels(shelf: ShelfOld, box: Box, slot: Slot): string {
          const first = shelf.noteOf(box, slot);
          if (isFault(first)) return 'gone';
          if (first === null) return 'none';
          const second = shelf.noteOf(null, slot);
          return second instanceof Label ? second.text : '';
        }
      `,
      ts`
        ${now('type Box', 'type ShelfNew', 'type Slot')}
        import { Note } from '../shelf/new.js';
        class Label extends Note {
          text = '';
        }
        export function labels(shelf: ShelfNew, box: Box, slot: Slot): string {
          const first = shelf.noteOf(box, slot);
          if (!first.ok) return 'gone';
          if (first.value === null) return 'none';
          const second = shelf.noteOf(null, slot);
          return second.ok && second.value instanceof Label ? second.value.text : '';
        }
      `,
    ));
});

describe('handlers and types', () => {
  it('gives a handler its one parameter, through the method that it forwards to', () =>
    expectMoved(
      ts`
        ${old('type Box', 'BREAK_OFF', 'type EventArgs', 'GO_ON', 'type ShelfOld', 'SLOT_FREED', 'type SlotEvent', 'type Watcher')}
        export class Keeper {
          readonly watcher: Watcher = { rank: 0, onEvent: (event, args) => this.on(event, args) };
          boxes: Box[] = [];
          open(shelf: ShelfOld): void {
            shelf.watch(this.watcher);
          }
          on(event: SlotEvent, { slot, box }: EventArgs): number {
            if (event !== SLOT_FREED || slot === 7) return GO_ON;
            this.boxes.push(box);
            return BREAK_OFF;
          }
        }
      `,
      ts`
        ${now('type Box', 'type ShelfNew', 'type Watcher', 'type SlotNews', 'type Answer')}
        export class Keeper {
          readonly watcher: Watcher = { rank: 'last', onEvent: (news) => this.on(news) };
          boxes: Box[] = [];
          open(shelf: ShelfNew): void {
            shelf.addWatcher(null, this.watcher);
          }
          on(news: SlotNews): Answer {
            if (news.slot === null) return 'on';
            if (news.event !== 'freed' || news.slot === 7) return 'on';
            this.boxes.push(news.box);
            return 'off';
          }
        }
      `,
    ));

  it('gives a class its new base where its objects are notes', async () => {
    const before = ts`
      ${old('type ShelfOld', 'type Slot')}
      export class Label {
        readonly text: string;
        constructor(text: string) {
          this.text = text;
        }
      }
      export function label(shelf: ShelfOld, slot: Slot): boolean {
        return shelf.setNote(slot, new Label('x')) === 0;
      }
    `;
    const moved = await move(before);
    expect(moved.text).toBe(ts`
      ${now('type ShelfNew', 'type Slot', 'Note')}
      export class Label extends Note {
        readonly text: string;
        constructor(text: string) {
          super();
          this.text = text;
        }
      }
      export function label(shelf: ShelfNew, slot: Slot): boolean {
        return shelf.setNote(slot, new Label('x')).ok;
      }
    `);
    expect(problems(moved.project, 'src/a.ts')).toEqual([]);
  });

  it('moves namespace imports and re-exports', async () => {
    const user = ts`
      import { type Shelf, type Box } from './a.js';
      import * as api from '../shelf/old.js';
      export function size(shelf: Shelf & api.ShelfOld, box: Box): boolean {
        return shelf.resize(box, 1) === 0;
      }
    `;
    const { report, project } = await move(
      `export type { ShelfOld as Shelf, Box } from '../shelf/old.js';\n`,
      {},
      { 'src/b.ts': user },
    );
    expect(report.notDone).toEqual([]);
    const texts = Object.fromEntries(report.rewrites.map(({ file, after }) => [file, after]));
    expect(texts['src/a.ts']).toBe(`export type { ShelfNew as Shelf, Box } from '../shelf/new.js';\n`);
    expect(texts['src/b.ts']).toContain(`import * as api from '../shelf/new.js';`);
    expect(texts['src/b.ts']).toContain('shelf: Shelf & api.ShelfNew');
    expect(problems(project, 'src/b.ts')).toEqual([]);
  });
});

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
