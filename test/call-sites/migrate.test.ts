/** Codemods on small callers: calls, results, handlers and types. */
import { describe, expect, it } from 'vitest';
import { expectMoved, move, now, old, problems } from './testing/migrate-run.js';
import { ts } from './testing/project.js';

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

  it('gives a name of the new version another one where it is taken', () =>
    expectMoved(
      ts`
        ${old('isFault', 'type ShelfOld')}
        import { Owner } from '../shelf/new.js';
        export function open(shelf: ShelfOld, ownerTag: Owner, slot: number): boolean {
          const found = shelf.noteOf(null, slot);
          const made = shelf.makeBox(ownerTag, 3);
          return !isFault(made) && !isFault(found);
        }
      `,
      ts`
        ${now('type ShelfNew', 'ownerTag as asOwnerTag', 'slot as asSlot')}
        import { Owner } from '../shelf/new.js';
        export function open(shelf: ShelfNew, ownerTag: Owner, slot: number): boolean {
          const found = shelf.noteOf(null, asSlot(slot));
          const made = shelf.makeBox(asOwnerTag(ownerTag), 3);
          return made.ok && found.ok;
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
