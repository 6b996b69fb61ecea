/** What the functions of the API are declared as before and after a series. */
import { surfaceOf } from '../code/surface.js';
import type { BaseTree } from '../tree/model.js';
import type { AppliedSeries } from './apply-series.js';
import type { Table } from './fit.js';

/** Functions and macros whose declaration any patch changed, added or removed. */
export function changedNames(applied: AppliedSeries): Set<string> {
  const names = new Set<string>();
  for (const step of applied.steps) {
    for (const delta of step.deltas) {
      for (const one of [delta.before, delta.after]) {
        if (one !== null && (one.kind === 'function' || one.kind === 'macro') && delta.kind !== 'stub-changed')
          names.add(one.name);
      }
    }
  }
  return names;
}

/** Declarations before the first patch, as far as the patches or the base show them. */
export function firstTable(applied: AppliedSeries, names: ReadonlySet<string>, base: BaseTree | null): Table {
  const table: Table = new Map();
  for (const name of names) table.set(name, null);
  for (const step of [...applied.steps].reverse()) {
    for (const delta of [...step.deltas].reverse()) {
      if (delta.after !== null && names.has(delta.after.name)) table.set(delta.after.name, null);
      if (delta.before !== null && names.has(delta.before.name)) table.set(delta.before.name, delta.before);
    }
  }
  for (const path of applied.headers) {
    const content = base?.read(path) ?? null;
    if (content === null) continue;
    const { items } = surfaceOf({ path, whole: true, spans: [{ line: 1, text: content }] });
    for (const name of names) {
      const item = items.get(name);
      if (item !== undefined) table.set(name, item);
    }
  }
  return table;
}

/** Declarations after the last patch. */
export function finalTable(applied: AppliedSeries, names: ReadonlySet<string>): Table {
  const table: Table = new Map();
  for (const step of applied.steps) {
    for (const delta of step.deltas) {
      if (delta.before !== null && delta.after?.name !== delta.before.name) table.set(delta.before.name, null);
      if (delta.after !== null) table.set(delta.after.name, delta.after);
      else table.set(delta.symbol, null);
    }
  }
  for (const name of [...table.keys()]) if (!names.has(name)) table.delete(name);
  return table;
}
