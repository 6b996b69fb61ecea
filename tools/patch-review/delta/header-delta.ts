/** What a patch does to the declarations of a header, joined with what the map knows. */
import { deltaOf } from '../../surface/delta.js';
import type { JoinedDelta } from '../../surface/join-map.js';
import { joinMap } from '../../surface/join-map.js';
import type { ApiSurface, SurfaceItem } from '../../surface/api-surface.js';
import type { ApiDelta } from '../../surface/model.js';
import type { PairIndex } from './pair-index.js';

/** A delta with the declarations it was made from. */
export interface HeaderDelta extends ApiDelta {
  readonly file: string;
  /** Line of the declaration after the patch, or before it when it is gone. */
  readonly line: number;
  readonly before: SurfaceItem | null;
  readonly after: SurfaceItem | null;
}

/** Deltas of one header in order of lines. */
export function headerDelta(file: string, before: ApiSurface, after: ApiSurface, index: PairIndex): HeaderDelta[] {
  const joined = joinMap(deltaOf(before, after), index.map).filter((delta) => !isForward(delta.after ?? delta.before));
  const parts = new Map(joined.map((delta) => [delta, newEnumOf(delta, before, after)]));
  return joined
    .filter((delta) => parts.get(delta) === null)
    .map((delta) => headerDeltaOf(withValues(delta, joined, parts), file))
    .sort((a, b) => a.line - b.line);
}

function headerDeltaOf({ symbol, kind, group, status, before, after }: JoinedDelta, file: string): HeaderDelta {
  return {
    symbol,
    kind,
    group,
    status,
    old: signatureOf(before),
    new: signatureOf(after),
    file,
    line: (after ?? before)?.line ?? 0,
    before,
    after,
  };
}

/** One line, as callers see it: no semicolon, no storage class. */
function signatureOf(item: SurfaceItem | null): string | null {
  if (item === null) return null;
  return item.signature.replace(/;$/, '').replace(/^(?:(?:extern|static|inline|__always_inline) )+/, '');
}

/** `struct x;` says that there is one, nothing else. */
function isForward(item: SurfaceItem | null): boolean {
  return item?.kind === 'type' && /^(?:struct|union|enum) \w+;?$/.test(item.signature);
}

/** Name of the new enum that a value belongs to, or null: its values stand in its own text. */
function newEnumOf(delta: JoinedDelta, before: ApiSurface, after: ApiSurface): string | null {
  if (delta.kind !== 'added' || delta.after?.kind !== 'constant') return null;
  const value = new RegExp(`\\b${delta.symbol}\\b`);
  for (const item of after.items.values()) {
    if (
      item.kind === 'type' &&
      item.signature.startsWith('enum ') &&
      !before.items.has(item.name) &&
      value.test(item.signature)
    )
      return item.name;
  }
  return null;
}

/** An enum of which the map tells a value is told. */
function withValues(
  delta: JoinedDelta,
  joined: readonly JoinedDelta[],
  parts: ReadonlyMap<JoinedDelta, string | null>,
): JoinedDelta {
  if (delta.status !== 'unknown') return delta;
  const told = joined.find((value) => parts.get(value) === delta.symbol && value.status === 'told');
  return told === undefined ? delta : { ...delta, status: told.status, group: told.group };
}
