/** An invented pair of APIs: the engine knows it only through this value. */
import type { ApiPair, CodemodSpec, HazardSpec, MapEntry, SymbolHazard } from '../../src/compat/pair-model.js';
import { newShelf, oldShelf } from './shelf-surfaces.js';

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
  surfaces: { 'ts:old': oldShelf, 'ts:new': newShelf },
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
