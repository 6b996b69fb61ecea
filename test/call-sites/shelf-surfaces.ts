/** Both surfaces of the invented API. */
import type { Role, Surface, SurfaceSymbol } from '../../src/compat/pair-model.js';

type Kind = SurfaceSymbol['kind'];

function symbol(name: string, kind: Kind, signature: string, ...roles: Role[]): SurfaceSymbol {
  const inside = /\(([^)]*)\)/.exec(signature)?.[1] ?? '';
  const params = inside
    .split(',')
    .filter((text) => text.includes(':'))
    .map((text) => ({ name: text.split(':')[0]!.trim(), type: text.split(':')[1]!.trim() }));
  return { name, kind, params, result: signature.slice(signature.lastIndexOf(')') + 2).trim(), roles, signature };
}

const call = (signature: string, ...roles: Role[]) =>
  symbol(signature.slice(0, signature.indexOf('(')), 'function', signature, ...roles);
const argument = (arg: number, what: string): Role => ({ kind: 'argument', arg, what });
const returns = (what: string): Role => ({ kind: 'returns', what });
const fault: Role = { kind: 'returns-error-pointer' };
const negative: Role = { kind: 'returns-negative-errno' };
const result: Role = { kind: 'returns-result' };

export const oldShelf: Surface = {
  language: 'ts',
  title: 'shelf, untyped tag',
  modules: ['shelf/old', 'shelf/old.js'],
  interfaces: ['ShelfOld'],
  symbols: [
    call('makeBox(tag: unknown, size: number): Box | Fault', argument(0, 'tag'), fault, returns('box')),
    call('dropBox(box: Box, all: boolean): void', argument(0, 'box')),
    call('boxOf(slot: Slot): Box | Fault', argument(0, 'slot'), fault, returns('box'), { kind: 'atomic-safe' }),
    call('boxByTag(tag: unknown): Box | null', argument(0, 'tag'), { kind: 'returns-null-or-value' }, returns('box')),
    call(
      'takeSlot(box: Box | null, low: Slot, high: Slot, note: unknown): Slot',
      argument(0, 'box'),
      argument(3, 'note'),
      { kind: 'returns-sentinel', sentinel: 'NO_SLOT' },
      returns('slot'),
    ),
    call('freeSlot(slot: Slot): void', argument(0, 'slot')),
    call(
      'noteOf(box: Box | null, slot: Slot): unknown',
      argument(0, 'box'),
      argument(1, 'slot'),
      fault,
      { kind: 'returns-null-or-value' },
      returns('note'),
      { kind: 'atomic-safe' },
    ),
    call('setNote(slot: Slot, note: unknown): number', argument(0, 'slot'), argument(1, 'note'), negative),
    call('resize(box: Box, size: number): number', argument(0, 'box'), negative),
    call('watch(watcher: Watcher): number', {
      kind: 'registers-handler',
      arg: 0,
      context: 'blocking',
      undo: ['unwatch'],
    }),
    call('unwatch(watcher: Watcher): void'),
    call('tell(slot: Slot, event: SlotEvent): number', argument(0, 'slot')),
    call('isSlot(slot: Slot): boolean'),
    call('rename(box: Box, name: string): void'),
    call('makeStaticBox(): Box'),
    call('isFault(value: unknown): value is Fault'),
    call('faultNumber(fault: Fault): number'),
    symbol('Codes', 'constant', 'const Codes'),
    symbol('NO_SLOT', 'constant', 'const NO_SLOT: Slot'),
    symbol('SLOT_TAKEN', 'constant', 'const SLOT_TAKEN = 1'),
    symbol('SLOT_FREED', 'constant', 'const SLOT_FREED = 2'),
    symbol('GO_ON', 'constant', 'const GO_ON = 0'),
    symbol('BREAK_OFF', 'constant', 'const BREAK_OFF = 9'),
    symbol('Fault', 'type', 'class Fault'),
    symbol('Slot', 'type', 'type Slot = number'),
    symbol('SlotEvent', 'type', 'type SlotEvent = 1 | 2'),
    symbol('Box', 'type', 'interface Box'),
    symbol('Box.tag', 'member', 'readonly tag: unknown'),
    symbol('EventArgs', 'type', 'interface EventArgs'),
    symbol('EventArgs.tag', 'member', 'readonly tag: unknown'),
    symbol('EventArgs.note', 'member', 'readonly note: unknown'),
    symbol('Watcher', 'type', 'interface Watcher'),
    symbol('Watcher.onEvent', 'member', 'readonly onEvent: (event: SlotEvent, args: EventArgs) => number'),
    symbol('ShelfOld', 'type', 'interface ShelfOld'),
  ],
};

export const newShelf: Surface = {
  language: 'ts',
  title: 'shelf, typed tag',
  modules: ['shelf/new', 'shelf/new.js'],
  interfaces: ['ShelfNew'],
  symbols: [
    call('makeBox(tag: Tag, size: number): Outcome<Box>', argument(0, 'tag'), result, returns('box'), {
      kind: 'takes-reference',
      by: ['dropBox'],
    }),
    call("dropBox(box: Box): Outcome<'gone' | 'kept'>", argument(0, 'box'), result, {
      kind: 'drops-reference',
      of: ['makeBox', 'boxByOwner', 'holdBox'],
    }),
    call('holdBox(box: Box): Outcome<void>', argument(0, 'box'), result),
    call('boxByOwner(owner: Owner): Outcome<Box>', argument(0, 'owner'), result, returns('box'), {
      kind: 'takes-reference',
      by: ['dropBox'],
    }),
    call('takeSlot(box: Box, range: Range, note: Note): Outcome<Slot>', argument(0, 'box'), result, returns('slot')),
    call("freeSlot(box: Box, slot: Slot): Outcome<'gone' | 'kept'>", argument(0, 'box'), argument(1, 'slot'), result),
    call('noteOf(box: Box, slot: Slot): Outcome<Note | null>', result, returns('note'), { kind: 'atomic-safe' }),
    call('setNote(slot: Slot, note: Note): Outcome<void>', result),
    call('clearNote(slot: Slot): Outcome<void>', result),
    call('setSize(box: Box, size: number): Outcome<void>', result),
    call('addWatcher(box: Box, watcher: Watcher): Outcome<void>', result, {
      kind: 'registers-handler',
      arg: 1,
      context: 'atomic',
      undo: ['removeWatcher'],
    }),
    call('removeWatcher(box: Box, watcher: Watcher): Outcome<void>', result),
    call('tell(slot: Slot, event: SlotEvent): Outcome<Answer>', result),
    call('isSlot(slot: number): boolean'),
    call('rename(box: Box, name: string): void'),
    call('slot(value: number): Slot'),
    call('done(value: T): Outcome<T>'),
    call('refused(code: Code): Outcome<never>'),
    call('ownerTag(owner: Owner): Tag'),
    symbol('noTag', 'constant', 'const noTag: Tag'),
    ...['Outcome', 'Slot', 'Owner', 'Note', 'Tag', 'Box', 'SlotEvent', 'Answer', 'SlotNews', 'Watcher', 'ShelfNew'].map(
      (name) => symbol(name, 'type', `type ${name}`),
    ),
  ],
};
