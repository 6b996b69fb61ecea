/** What changed between two surfaces, symbol by symbol, before anybody asks what the change means. */
import type { ApiSurface, StubFacts, SurfaceItem } from './api-surface.js';
import type { DeltaKind } from './model.js';
import { normalType } from './type-text.js';

export interface RawDelta {
  readonly symbol: string;
  readonly kind: DeltaKind;
  /** Further kinds of change of the same symbol. */
  readonly also: readonly DeltaKind[];
  readonly before: SurfaceItem | null;
  readonly after: SurfaceItem | null;
}

export interface Delta {
  readonly changes: readonly RawDelta[];
  /** Names of both surfaces that did not change. */
  readonly same: readonly string[];
}

/** Changes by name. Members of a type that came or went as a whole are not told one by one. */
export function deltaOf(old: ApiSurface, now: ApiSurface): Delta {
  const changes: RawDelta[] = [];
  const same: string[] = [];
  for (const name of [...new Set([...old.items.keys(), ...now.items.keys()])].sort()) {
    const before = old.items.get(name) ?? null;
    const after = now.items.get(name) ?? null;
    if (before === null || after === null) {
      const item = before ?? after!;
      if (item.kind === 'member' && !hasOwnerInBoth(item.name, old, now)) continue;
      changes.push({ symbol: name, kind: before === null ? 'added' : 'removed', also: [], before, after });
      continue;
    }
    const [kind, ...also] = kindsOf(before, after).filter(
      (one) => one !== 'stub-changed' || (old.hasStubs && now.hasStubs),
    );
    if (kind === undefined) same.push(name);
    else changes.push({ symbol: name, kind, also, before, after });
  }
  return { changes, same };
}

function hasOwnerInBoth(member: string, old: ApiSurface, now: ApiSurface): boolean {
  const owner = member.slice(0, member.lastIndexOf('.'));
  return old.items.has(owner) && now.items.has(owner);
}

/** Kinds of change, the gravest first; empty for none. */
export function kindsOf(before: SurfaceItem, after: SurfaceItem): readonly DeltaKind[] {
  const isCallable = (item: SurfaceItem) => item.kind === 'function' || item.kind === 'macro';
  if (before.kind !== after.kind && !(isCallable(before) && isCallable(after))) return ['retyped'];
  const kinds: DeltaKind[] = [];
  if (isCallable(before)) {
    if (after.params.length > before.params.length) kinds.push('parameter-added');
    if (after.params.length < before.params.length) kinds.push('parameter-dropped');
    if (keptParams(before, after).some(([was, is]) => normalType(was) !== normalType(is))) kinds.push('retyped');
    if (normalType(before.result) !== normalType(after.result)) kinds.push('result-changed');
    if (before.isVariadic !== after.isVariadic && kinds.length === 0) kinds.push('retyped');
    const isMacroChanged = before.kind === 'macro' && after.kind === 'macro' && before.value !== after.value;
    if (isMacroChanged && kinds.length === 0) kinds.push('constant-changed');
    if (stubsDiffer(before.stub, after.stub)) kinds.push('stub-changed');
    return kinds;
  }
  if (before.kind === 'constant') {
    return normalType(before.value) === normalType(after.value) ? [] : ['constant-changed'];
  }
  const isSame =
    normalType(before.value) === normalType(after.value) && normalType(before.result) === normalType(after.result);
  return isSame ? [] : ['retyped'];
}

/** Types of the parameters that both have: by name where the names fit, by place where they do not. */
function keptParams(before: SurfaceItem, after: SurfaceItem): readonly (readonly [string, string])[] {
  const sameCount = before.params.length === after.params.length;
  return before.params.flatMap((was, index) => {
    const named = was.name === '' ? undefined : after.params.find(({ name }) => name === was.name);
    const is = sameCount ? after.params[index] : named;
    return is === undefined ? [] : [[was.type, is.type] as const];
  });
}

function stubsDiffer(before: StubFacts | null, after: StubFacts | null): boolean {
  if (before === null || after === null) return before !== after;
  return before.body !== after.body || before.isStatic !== after.isStatic || before.isInline !== after.isInline;
}

/** True when the two can be called alike. */
export function isSameShape(before: SurfaceItem, after: SurfaceItem): boolean {
  return before.kind === after.kind && kindsOf(before, after).every((kind) => kind === 'stub-changed');
}

/** True when code that was right before is not right any more, as far as declarations tell. */
export function isBreaking({ kind }: RawDelta): boolean {
  return kind !== 'added' && kind !== 'same' && kind !== 'stub-changed';
}
