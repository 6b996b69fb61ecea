/** The delta of the whole series: each symbol once, from its first declaration to its last, with the patches that moved it. */
import type { ApiSurface, SurfaceItem } from '../../surface/api-surface.js';
import type { HeaderDelta } from '../delta/header-delta.js';
import { headerDelta } from '../delta/header-delta.js';
import type { PairIndex } from '../delta/pair-index.js';
import type { PatchStep } from './apply-series.js';

export interface SeriesDelta extends HeaderDelta {
  readonly patches: readonly number[];
}

/** Joins the deltas of the patches. A symbol that comes and goes inside of the series is not in it. */
export function seriesDelta(steps: readonly PatchStep[], index: PairIndex): SeriesDelta[] {
  const chains = new Map<string, { first: HeaderDelta; last: HeaderDelta; patches: number[] }>();
  for (const step of steps) {
    for (const delta of step.deltas) {
      for (const one of split(delta)) {
        const chain = chains.get(one.symbol);
        if (chain === undefined) chains.set(one.symbol, { first: one, last: one, patches: [step.mail.number] });
        else {
          chain.last = one;
          if (!chain.patches.includes(step.mail.number)) chain.patches.push(step.mail.number);
        }
      }
    }
  }
  const owners = [...chains.values()]
    .flatMap(({ first, last }) => [first.before, last.after])
    .flatMap((item) => item ?? []);
  const before = surfaceOfItems(
    [...chains.values()].flatMap((chain) => chain.first.before ?? []),
    owners,
  );
  const after = surfaceOfItems(
    [...chains.values()].flatMap((chain) => chain.last.after ?? []),
    owners,
  );
  return headerDelta('', before, after, index).map((delta) => {
    const chain = chains.get(delta.symbol) ?? (delta.before === null ? undefined : chains.get(delta.before.name));
    const other = delta.before === null ? undefined : chains.get(delta.before.name);
    const patches = [...new Set([...(chain?.patches ?? []), ...(other?.patches ?? [])])].sort((a, b) => a - b);
    // The values of a new enum, by which the map knows it, are not among these.
    const known =
      delta.status === 'unknown' && chain !== undefined ? { status: chain.last.status, group: chain.last.group } : {};
    return { ...delta, ...known, file: chain?.last.file ?? '', patches };
  });
}

const placeholder = {
  kind: 'type',
  params: [],
  isVariadic: false,
  result: '',
  value: '',
  signature: '',
  file: null,
  line: null,
  stub: null,
} as const;

function surfaceOfItems(items: readonly SurfaceItem[], all: readonly SurfaceItem[]): ApiSurface {
  const byName = new Map(items.map((item) => [item.name, item]));
  // A member is told only beside its type.
  for (const { name } of all) {
    const owner = name.slice(0, Math.max(0, name.lastIndexOf('.')));
    if (owner !== '' && !byName.has(owner)) byName.set(owner, { ...placeholder, name: owner });
  }
  return { language: 'c', title: '', hasStubs: true, items: byName, stubProblems: [], notRead: [] };
}

/** A rename as what it is made of. */
function split(delta: HeaderDelta): HeaderDelta[] {
  if (delta.kind !== 'renamed' || delta.before === null) return [delta];
  return [
    { ...delta, symbol: delta.before.name, kind: 'removed', after: null, new: null },
    { ...delta, kind: 'added', before: null, old: null },
  ];
}
