import { describe, expect, it } from 'vitest';
import type { ApiPair, MapEntry, PairEngines, ScenarioVerdict, Surface } from '../../src/compat/pair-model.js';
import { generatedDocuments } from './documents.js';
import { pageName } from './index-page.js';
import { outlineOf } from './outline.js';

function surface(language: 'c' | 'ts', ...signatures: readonly string[]): Surface {
  const symbols = signatures.map((signature) => {
    const name = /(\w+)\(/.exec(signature)?.[1] ?? signature;
    return { name, kind: 'function' as const, params: [], result: '', roles: [], signature };
  });
  return { language, title: language, symbols };
}

const openLid: MapEntry = {
  symbol: 'openLid',
  c: 'open_lid',
  aliases: ['lid_open'],
  counterpart: { kind: 'retyped', to: 'openLid', what: 'the key says which lock it is for' },
  behaviours: [{ id: 'B1', group: 'token-typing', text: 'a wrong | key is refused', scenarios: ['wrong-key'] }],
  hazards: [{ kind: 'key-guessed', when: 'the key comes from anywhere', consequence: 'the lid stays shut' }],
  codemod: {
    ts: { kind: 'reshape', to: 'openLid', args: [{ from: 0, wrap: 'keyOf' }, { write: 'true' }], level: 'suggested' },
    c: { kind: 'manual', todo: 'say which lock' },
  },
  parity: { kind: 'diverges', scenarios: ['wrong-key'], ids: ['key-refused'], because: 'the new lid looks at the key' },
  doc: { summary: 'Opens a lid.', body: 'The old lid takes any key.' },
};

const slamLid: MapEntry = {
  ...openLid,
  symbol: 'slamLid',
  c: 'slam_lid',
  aliases: [],
  counterpart: { kind: 'removed', because: 'nobody shuts it that way' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'keep' }, c: { kind: 'rename', to: 'close_lid' } },
  parity: { kind: 'exempt', because: 'it is gone' },
  doc: { summary: 'Shuts a lid.', body: 'Loudly.' },
};

const pair: ApiPair = {
  id: 'lids',
  title: 'Lids',
  surfaces: {
    'ts:old': surface('ts', 'openLid(key: unknown, slowly: boolean): Lid', 'slamLid(lid: Lid): void'),
    'ts:new': surface('ts', 'openLid(key: Key<Lock, 1>, slowly: boolean): Result<Lid>'),
    'c:old': surface('c', 'struct lid *open_lid(void *key, int slowly)'),
    'c:new': surface('c', 'struct lid *open_lid(struct key *key, int slowly)'),
  },
  old: { c: 'c:old', ts: 'ts:old' },
  new: { c: 'c:new', ts: 'ts:new' },
  map: {
    entries: [openLid, slamLid],
    additions: [{ symbol: 'keyOf', c: null, aliases: [], group: 'came-along', because: 'makes a key' }],
    hazards: [
      {
        kind: 'key-guessed',
        rule: 'kind-assumed',
        with: {},
        group: 'token-typing',
        level: 'error',
        certainty: 'likely',
        title: 'a key is guessed',
        message: 'which lock is it for?',
        why: 'A key fits one lock.',
        bad: { ts: 'openLid(any)' },
        good: { ts: 'openLid(keyOf(lock))' },
      },
    ],
    types: {},
  },
};

const verdict: ScenarioVerdict = {
  name: 'wrong-key',
  platforms: ['kitchen'],
  verdict: 'diverges-as-told',
  effects: 7,
  divergences: ['key-refused'],
  shows: 'A wrong key.',
};
const engines = { runScenario: () => verdict } as unknown as PairEngines;
const page = (file: string, of: ApiPair = pair): string => generatedDocuments(of).get(`docs/${file}`) ?? '';

describe('the documents of a pair', () => {
  it('are one page per entry, an index and three references', () => {
    expect([...generatedDocuments(pair).keys()]).toEqual([
      'docs/reference/coverage.md',
      'docs/reference/evolution-map.md',
      'docs/reference/hazards.md',
      'docs/side-by-side/index.md',
      'docs/side-by-side/open-lid.md',
      'docs/side-by-side/slam-lid.md',
    ]);
  });

  it('show old and new signature with the parameter that changed, also one with brackets inside', () => {
    const [ts, c] = outlineOf(page('side-by-side/open-lid.md')).fences;
    const marked = (text = ''): readonly string[] => text.split('\n').filter((line) => /^[-+]/.test(line));
    expect(marked(ts?.text)).toEqual([
      '-     key: unknown,',
      '+     key: Key<Lock, 1>,',
      '- ): Lid',
      '+ ): Result<Lid>',
    ]);
    expect(marked(c?.text)).toEqual(['-     void *key,', '+     struct key *key,']);
  });

  it('tell decision, behaviour, hazard and rewriting', () => {
    const text = page('side-by-side/open-lid.md');
    expect(text).toContain('**Changed.** `openLid`: the key says which lock it is for.');
    expect(text).toContain('| B1 | token typing | a wrong \\| key is refused | `wrong-key` |');
    expect(text).toContain('[key-guessed](../reference/hazards.md#key-guessed)');
    expect(text).toContain('- TypeScript: becomes `openLid(keyOf(#0), true)` (suggested)');
    expect(text).toContain('- C: by hand: say which lock');
    expect(page('side-by-side/slam-lid.md')).toContain('**Removed.** Nothing answers to it: nobody shuts it that way.');
  });

  it('print the verdicts of scenarios, and never one that was not run', () => {
    expect(page('side-by-side/open-lid.md')).toContain('Not run: this pair has no engines.');
    expect(page('side-by-side/slam-lid.md')).toContain('Not run: it is gone.');
    const row = '| `wrong-key` | diverges as told | 7 | `key-refused` | A wrong key. |';
    expect(page('side-by-side/open-lid.md', { ...pair, engines })).toContain(row);
  });

  it('name what has no hazard, no text and no scenario', () => {
    const text = page('reference/coverage.md');
    expect(text).toContain('| openLid | 1 hazard | reshape | by hand | 1 scenario | yes |');
    expect(text).toContain('| slamLid | no hazard is known | keep | rename | exempt: it is gone | yes |');
  });

  it('are refused when a link of theirs leads nowhere', () => {
    const broken = { ...openLid, doc: { summary: 'See [that](gone.md).', body: 'x' } };
    expect(() => generatedDocuments({ ...pair, map: { ...pair.map, entries: [broken] } })).toThrow(
      /leads nowhere.*gone\.md/,
    );
  });
});

describe('names of pages', () => {
  it.each([
    ['ioAllocSet', 'io-alloc-set'],
    ['IO_ALLOC_SET', 'io-alloc-set-constant'],
    ['IoAllocSet', 'io-alloc-set-type'],
  ])('%s has the page %s', (symbol, name) => {
    expect(pageName({ symbol })).toBe(name);
  });
});
