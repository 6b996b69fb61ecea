/** An invented pair of APIs: leases of numbers. Shows that the review knows no API by name. */
import type { ApiPair, MapEntry, ScenarioVerdict, Surface, SurfaceSymbol } from '../../src/compat/pair-model.js';

function fn(result: string, name: string, ...params: readonly [string, string][]): SurfaceSymbol {
  return {
    name,
    kind: 'function',
    params: params.map(([type, param]) => ({ type, name: param })),
    result,
    roles: [],
    signature: `${result} ${name}(${params.map((param) => param.join(' ')).join(', ')});`,
  };
}

const pool: [string, string] = ['struct lease_pool *', 'pool'];
const id: [string, string] = ['unsigned int', 'id'];
const old: Surface = {
  language: 'c',
  title: 'leases, owner untyped',
  headers: ['linux/lease.h'],
  symbols: [
    fn('struct lease_pool *', 'lease_open', ['void *', 'owner'], ['unsigned int', 'limit']),
    fn('void', 'lease_close', pool, ['bool', 'all']),
    fn('unsigned int', 'lease_take', pool, ['unsigned int', 'first'], ['unsigned int', 'last']),
    fn('void', 'lease_give', id),
    fn('int', 'lease_attach', id, ['void *', 'data']),
  ],
};
const fresh: Surface = {
  language: 'c',
  title: 'leases, owner typed',
  headers: ['linux/lease.h'],
  symbols: [
    fn('struct lease_pool *', 'lease_open', ['void *', 'owner'], ['unsigned int', 'limit'], ['int', 'kind']),
    fn('void', 'lease_pool_put', pool),
    fn('unsigned int', 'lease_take', pool, ['unsigned int', 'first'], ['unsigned int', 'last']),
    fn('void', 'lease_give', pool, id),
    fn('int', 'lease_attach', id, ['void *', 'data']),
  ],
};

function entry(symbol: string, c: string, rest: Partial<MapEntry>): MapEntry {
  return {
    symbol,
    c,
    aliases: [],
    counterpart: { kind: 'same', to: symbol },
    behaviours: [],
    hazards: [],
    codemod: { ts: { kind: 'keep' }, c: { kind: 'keep' } },
    parity: { kind: 'exempt', because: 'invented' },
    doc: { summary: symbol, body: '' },
    ...rest,
  };
}

/** Verdicts by scenario; what is not in it does not exist. */
export type Verdicts = Readonly<Record<string, ScenarioVerdict['verdict']>>;

/** The pair; with `verdicts` it has engines. */
export function leasePair(verdicts?: Verdicts): ApiPair {
  const base: ApiPair = {
    id: 'lease',
    title: 'Leases',
    surfaces: { 'c:old': old, 'c:new': fresh },
    old: { c: 'c:old', ts: 'c:old' },
    new: { c: 'c:new', ts: 'c:new' },
    map: {
      entries: [
        entry('leaseOpen', 'lease_open', {
          counterpart: { kind: 'retyped', to: 'leaseOpen', what: 'the owner says what it is' },
          behaviours: [
            {
              id: 'B1',
              group: 'token-typing',
              text: 'a second pool of one owner is refused with EEXIST',
              scenarios: ['two-pools'],
            },
          ],
        }),
        entry('leaseClose', 'lease_close', {
          counterpart: { kind: 'renamed', to: 'leasePoolPut' },
          behaviours: [
            { id: 'B2', group: 'came-along', text: 'the last put frees the pool', scenarios: ['pool-life'] },
          ],
        }),
        entry('leaseTake', 'lease_take', {}),
        entry('leaseGive', 'lease_give', {
          counterpart: { kind: 'retyped', to: 'leaseGive', what: 'the pool is named' },
        }),
        entry('leaseAttach', 'lease_attach', {}),
      ],
      additions: [
        { symbol: 'leasePoolPut', c: 'lease_pool_put', aliases: [], group: 'came-along', because: 'pools are counted' },
      ],
      hazards: [],
      types: {},
    },
  };
  if (verdicts === undefined) return base;
  const none = (): never => {
    throw new Error('the invented pair has no engines of its own');
  };
  return {
    ...base,
    engines: {
      scenarioNames: () => Object.keys(verdicts),
      scenarioText: () => null,
      runScenario: (name) => verdictOf(name, verdicts),
      judge: none,
      format: none,
      parse: none,
      isTextError: (error): error is Error & { line: number } => error === undefined,
    },
  };
}

function verdictOf(name: string, verdicts: Verdicts): ScenarioVerdict {
  const verdict = verdicts[name];
  if (verdict === undefined) throw new Error(`no scenario ${name}`);
  return { name, platforms: ['any'], verdict, effects: 3, divergences: [], shows: name };
}
