/** An invented pair of APIs: the engine knows it only through this value. */
import type {
  ApiPair,
  CodemodSpec,
  HazardSpec,
  MapEntry,
  Role,
  Surface,
  SurfaceSymbol,
  SymbolHazard,
} from '../../src/compat/pair-model.js';

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

const old: Surface = {
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

const now: Surface = {
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

function entry(name: string, codemod: CodemodSpec, ...hazards: string[]): MapEntry {
  const told: SymbolHazard[] = hazards.map((kind) => ({ kind, when: 'always', consequence: 'it breaks' }));
  return {
    symbol: name,
    c: name.toLowerCase(),
    aliases: [],
    counterpart: { kind: 'same', to: name },
    behaviours: [],
    hazards: told,
    codemod: { ts: codemod, c: { kind: 'keep' } },
    parity: { kind: 'exempt', because: 'invented' },
    doc: { summary: `What became of ${name}.`, body: '' },
  };
}

const keep: CodemodSpec = { kind: 'keep' };
const manual = (todo: string): CodemodSpec => ({ kind: 'manual', todo });
const rename = (to: string): CodemodSpec => ({ kind: 'rename', to });

const entries: readonly MapEntry[] = [
  entry(
    'makeBox',
    {
      kind: 'by-type',
      on: 0,
      cases: {
        owner: { to: 'makeBox', args: [{ from: 0, wrap: 'ownerTag' }, { from: 1 }] },
        null: { to: 'makeBox', args: [{ write: 'noTag' }, { from: 1 }] },
      },
      otherwise: 'the tag is neither an owner nor null',
    },
    'tag-unstated',
    'nobody-tag',
    'second-box',
    'failure-unseen',
    'failure-mistaken',
    'box-kept',
  ),
  entry(
    'dropBox',
    {
      kind: 'by-literal',
      on: 1,
      cases: { true: { to: 'dropBox', args: [{ from: 0 }] } },
      otherwise: 'emptying alone has no equal',
    },
    'box-used-late',
  ),
  entry('boxOf', manual('keep the box where the slot is kept'), 'failure-unseen', 'failure-mistaken'),
  entry(
    'boxByTag',
    {
      kind: 'by-type',
      on: 0,
      cases: { owner: { to: 'boxByOwner', args: [{ from: 0 }], level: 'suggested' } },
      otherwise: 'the tag is no owner',
    },
    'owner-assumed',
    'failure-unseen',
    'failure-mistaken',
  ),
  entry(
    'takeSlot',
    {
      kind: 'reshape',
      to: 'takeSlot',
      args: [{ from: 0 }, { from: 1, option: 'low' }, { from: 2, option: 'high' }, { from: 3 }],
    },
    'failure-unseen',
    'failure-mistaken',
    'none-compared',
    'note-mixed-up',
    'slot-kept',
  ),
  entry(
    'freeSlot',
    { kind: 'reshape', to: 'freeSlot', args: [{ ask: 'which box owns the slot?', infer: 'box' }, { from: 0 }] },
    'owner-unasked',
    'range-emptied',
  ),
  entry('noteOf', keep, 'failure-unseen', 'note-mixed-up', 'owner-unasked'),
  entry(
    'setNote',
    {
      kind: 'by-literal',
      on: 1,
      cases: {
        null: { to: 'clearNote', args: [{ from: 0 }] },
        '*': { to: 'setNote', args: [{ from: 0 }, { from: 1 }] },
      },
      otherwise: 'set or clear: choose',
    },
    'failure-unseen',
    'note-mixed-up',
  ),
  entry('resize', rename('setSize'), 'failure-unseen'),
  entry(
    'watch',
    { kind: 'reshape', to: 'addWatcher', args: [{ write: 'null' }, { from: 0 }], level: 'suggested' },
    'handler-blocks',
    'never-unwatched',
  ),
  entry('unwatch', {
    kind: 'reshape',
    to: 'removeWatcher',
    args: [{ write: 'null' }, { from: 0 }],
    level: 'suggested',
  }),
  entry('tell', keep, 'told-late'),
  entry('isSlot', keep),
  entry('rename', keep),
  entry('makeStaticBox', manual('make the box where it can fail'), 'static-box'),
  entry('isFault', manual('ask .ok')),
  entry('faultNumber', manual('read .problem.code')),
  entry('Codes', manual('compare the name')),
  entry('NO_SLOT', manual('test the outcome')),
  entry('SLOT_TAKEN', rename("'taken'")),
  entry('SLOT_FREED', rename("'freed'")),
  entry('GO_ON', rename("'on'")),
  entry('BREAK_OFF', rename("'off'")),
  entry('Fault', manual('take an Outcome')),
  entry('Slot', keep),
  entry('SlotEvent', keep),
  entry('Box', keep, 'tag-read'),
  entry('EventArgs', rename('SlotNews')),
  entry('Watcher', keep),
  entry('ShelfOld', rename('ShelfNew')),
];

function hazard(
  kind: string,
  rule: string,
  facts: Record<string, unknown> = {},
  more: Partial<HazardSpec> = {},
): HazardSpec {
  return {
    kind,
    rule,
    with: facts,
    group: 'came-along',
    level: 'error',
    certainty: 'likely',
    title: `title of ${kind}`,
    message: `message of ${kind}`,
    why: `why of ${kind}`,
    bad: {},
    good: {},
    ...more,
  };
}

const hazards: readonly HazardSpec[] = [
  hazard(
    'tag-unstated',
    'argument-type',
    { what: 'tag', except: ['owner'], literals: 'skip' },
    { certainty: 'needs-human' },
  ),
  hazard('nobody-tag', 'argument-value', { what: 'tag', values: ['nobody'] }, { level: 'warning' }),
  hazard('second-box', 'duplicate-owner', { what: 'tag', types: ['owner'] }),
  hazard('failure-unseen', 'result-unchecked'),
  hazard('failure-mistaken', 'wrong-test'),
  hazard('none-compared', 'sentinel-compared'),
  hazard('owner-assumed', 'kind-assumed', { what: 'tag', members: ['Box.tag', 'EventArgs.tag'], types: ['owner'] }),
  hazard('note-mixed-up', 'confused-pointers', { what: 'note', types: ['owner'] }),
  hazard('tag-read', 'member-read', { members: ['Box.tag'] }, { level: 'note' }),
  hazard('box-leaked', 'unpaired-reference', { symbols: ['boxByOwner'], side: 'new' }),
  hazard('dropped-unheld', 'unexpected-drop', { symbols: ['dropBox'] }),
  hazard('box-used-late', 'used-after-release', { symbols: ['dropBox'], arg: 0 }),
  hazard('never-unwatched', 'unpaired-call', { close: ['unwatch'] }, { level: 'note' }),
  hazard('told-late', 'wrong-order', {
    first: 'tell',
    then: 'setNote',
    same: [0, 0],
    firstValue: { arg: 1, value: 'SLOT_FREED' },
    thenValue: { arg: 1, value: 'null' },
  }),
  hazard('handler-blocks', 'forbidden-context'),
  hazard('owner-unasked', 'ownership-unchecked', {}, { level: 'warning' }),
  hazard('range-emptied', 'ownership-unchecked', { loop: true, arg: 0 }),
  hazard('slot-kept', 'stored-reference', { what: 'slot' }, { level: 'note' }),
  hazard('box-kept', 'stored-reference', { what: 'box' }, { level: 'note' }),
  hazard('kept-for-error', 'outcome-as-error', { symbols: ['dropBox', 'freeSlot'], values: ['kept'] }),
  hazard('static-box', 'symbol-gone'),
];

export const shelfPair: ApiPair = {
  id: 'shelf',
  title: 'shelf: boxes with and without a typed tag',
  surfaces: { 'ts:old': old, 'ts:new': now },
  old: { ts: 'ts:old', c: 'c:old' },
  new: { ts: 'ts:new', c: 'c:new' },
  map: {
    entries,
    additions: [],
    hazards,
    types: {
      owner: { c: [], ts: ['Owner'], adopt: { how: 'replace', to: 'Owner' } },
      box: { c: [], ts: ['Box'] },
      note: { c: [], ts: ['Note'], adopt: { how: 'extend', to: 'Note' } },
      slot: { c: [], ts: ['Slot'], make: 'slot' },
    },
    idioms: {
      ts: {
        old: { errorType: 'Fault', errorTest: 'isFault', errorNumber: 'faultNumber' },
        new: {
          ok: '$.ok',
          failed: '!$.ok',
          value: '$.value',
          number: '-Codes[$.problem.code]',
          type: 'Outcome<$>',
          success: 'done($)',
          failure: "refused('$')",
        },
        imports: { Codes: 'old', Outcome: 'new', done: 'new', refused: 'new' },
      },
    },
    handlers: [
      {
        type: 'Watcher',
        property: 'onEvent',
        param: 'news',
        paramType: 'SlotNews',
        resultType: 'Answer',
        params: ['news.event', { slot: 'news.slot', box: 'news.box', note: 'news.note' }],
        guard: { text: "if (news.slot === null) return 'on';", whenUsed: ['news.slot'] },
        values: { rank: { '0': "'last'", '*': "'first'" } },
      },
    ],
  },
};
