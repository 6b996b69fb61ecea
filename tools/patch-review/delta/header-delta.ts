/** What a patch does to the declarations of a header, joined with what the map knows. */
import type { ApiDelta, DeltaKind, DeltaStatus } from '../../surface/model.js';
import type { Declared } from '../code/declared.js';
import type { PairIndex } from './pair-index.js';

/** A delta with the declarations it was made from. */
export interface HeaderDelta extends ApiDelta {
  readonly file: string;
  /** Line of the declaration after the patch, or before it when it is gone. */
  readonly line: number;
  readonly before: Declared | null;
  readonly after: Declared | null;
}

/** Declarations of one name: the one that callers see, and the one for a kernel that is built without. */
export interface NameFacts {
  readonly main: Declared;
  readonly stub: Declared | null;
}

/** Declarations by name. Of two the stub is the one with a body under a negated condition. */
export function byName(declarations: readonly Declared[]): Map<string, NameFacts> {
  const found = new Map<string, NameFacts>();
  for (const declared of declarations) {
    const known = found.get(declared.name);
    if (known === undefined) found.set(declared.name, { main: declared, stub: null });
    else if (known.main.isStub && !declared.isStub) found.set(declared.name, { main: declared, stub: known.main });
    else if (declared.isStub) found.set(declared.name, { main: known.main, stub: known.stub ?? declared });
  }
  return found;
}

/** Deltas of one header in order of lines. */
export function headerDelta(
  file: string,
  before: readonly Declared[],
  after: readonly Declared[],
  index: PairIndex,
): HeaderDelta[] {
  const old = byName(before);
  const fresh = byName(after);
  const deltas: HeaderDelta[] = [];
  const newEnums = after.filter(
    (one) => one.kind === 'type' && one.signature.startsWith('enum ') && !old.has(one.name),
  );
  for (const [name, facts] of fresh) {
    const was = old.get(name) ?? null;
    const kind = kindOf(was, facts);
    // The values of a new enum stand in its own text.
    if (kind === 'added' && newEnums.some((type) => lists(type, facts.main))) continue;
    if (kind !== null) deltas.push(deltaOf(file, name, kind, was?.main ?? null, facts.main, index));
  }
  for (const [name, facts] of old)
    if (!fresh.has(name)) deltas.push(deltaOf(file, name, 'removed', facts.main, null, index));
  return joinRenames(deltas).sort((a, b) => a.line - b.line);
}

function lists(type: Declared, value: Declared): boolean {
  return value.kind === 'constant' && value.line >= type.line && new RegExp(`\\b${value.name}\\b`).test(type.result);
}

function kindOf(was: NameFacts | null, is: NameFacts): DeltaKind | null {
  if (was === null) return 'added';
  const [before, after] = [was.main, is.main];
  if (before.kind !== after.kind) return 'retyped';
  if (before.kind === 'constant') return before.result === after.result ? null : 'constant-changed';
  // The values of an enum tell by themselves.
  if (before.kind === 'type' && before.signature.startsWith('enum ') && after.signature.startsWith('enum '))
    return null;
  if (before.kind === 'type' || before.kind === 'macro') return before.signature === after.signature ? null : 'retyped';
  const shape = shapeChange(before, after);
  if (shape !== null) return shape;
  if ((was.stub === null) !== (is.stub === null)) return 'stub-changed';
  if (was.stub !== null && is.stub !== null && bodyText(was.stub) !== bodyText(is.stub)) return 'stub-changed';
  return null;
}

/** How the shape of a function changed, or null. */
export function shapeChange(before: Declared, after: Declared): DeltaKind | null {
  if (after.params.length > before.params.length) return 'parameter-added';
  if (after.params.length < before.params.length) return 'parameter-dropped';
  if (after.params.some((param, i) => paramType(param) !== paramType(before.params[i] ?? ''))) return 'retyped';
  return after.result === before.result ? null : 'result-changed';
}

function bodyText(declared: Declared): string {
  return declared.body.map((token) => token.text).join(' ');
}

/** Type of a parameter: its text without the name. */
export function paramType(param: string): string {
  const pointer = param.replace(/\(\s*\*\s*\w*\s*\)/, '(*)');
  if (pointer !== param) return squeezed(pointer);
  const words: string[] = param.match(/[A-Za-z_]\w*|\*|\[[^\]]*\]|[^\sA-Za-z_*[\]]+/g) ?? [];
  const named = words.filter(
    (word) => /^[A-Za-z_]/.test(word) && !/^(?:const|volatile|struct|enum|union|unsigned|signed|__\w+)$/.test(word),
  );
  const hasPlainType =
    /^(?:.*\s)?(?:unsigned|signed)(?:\s|$)/.test(param) && !/\b(?:int|long|short|char)\b/.test(param);
  // One word that is no keyword is the type itself: the parameter has no name.
  if (named.length < 2 && !(hasPlainType && named.length === 1)) return squeezed(words.join(' '));
  const at = words.lastIndexOf(named.at(-1) ?? '');
  return squeezed(words.filter((_word, i) => i !== at).join(' '));
}

function squeezed(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\s*\*\s*/g, '*')
    .replace(/\bunsigned int\b/g, 'unsigned')
    .trim();
}

function deltaOf(
  file: string,
  name: string,
  kind: DeltaKind,
  before: Declared | null,
  after: Declared | null,
  index: PairIndex,
): HeaderDelta {
  return {
    symbol: name,
    kind,
    group: index.group(name),
    status: statusOf(name, kind, after, index),
    old: before?.signature ?? null,
    new: after?.signature ?? null,
    file,
    line: (after ?? before)?.line ?? 0,
    before,
    after,
  };
}

function statusOf(name: string, kind: DeltaKind, after: Declared | null, index: PairIndex): DeltaStatus {
  const entry = index.entry(name);
  const known = index.newSymbols(name);
  if (after === null) {
    if (entry === undefined) return index.addition(name) === undefined ? 'unknown' : 'drift';
    const { counterpart } = entry;
    return counterpart.kind === 'same' || (counterpart.kind === 'retyped' && counterpart.to === entry.symbol)
      ? 'drift'
      : 'told';
  }
  if (known.some((symbol) => agrees(symbol, after))) return 'told';
  if (kind === 'stub-changed') return entry === undefined ? 'unknown' : 'told';
  if (entry !== undefined || known.length > 0)
    return after.kind === 'function' || after.kind === 'macro' ? 'drift' : 'told';
  return index.addition(name) === undefined ? 'unknown' : 'told';
}

function agrees(
  symbol: { kind: string; params: readonly { type: string }[]; result: string },
  declared: Declared,
): boolean {
  if (symbol.kind !== 'function' || declared.kind !== 'function')
    return symbol.kind !== 'function' && declared.kind !== 'function';
  return (
    squeezed(symbol.result) === squeezed(declared.result) &&
    symbol.params.length === declared.params.length &&
    symbol.params.every((param, i) => sameType(param.type, declared.params[i] ?? ''))
  );
}

function sameType(known: string, param: string): boolean {
  return squeezed(known) === paramType(param) || squeezed(known) === squeezed(param);
}

/** A declaration that is gone and a new one with the same shape are one that was renamed. */
function joinRenames(deltas: readonly HeaderDelta[]): HeaderDelta[] {
  const out: HeaderDelta[] = [...deltas];
  for (const gone of deltas) {
    if (gone.kind !== 'removed' || gone.before?.kind !== 'function') continue;
    const partners = out.filter(
      (delta) =>
        delta.kind === 'added' && delta.after !== null && gone.before !== null && isRename(gone.before, delta.after),
    );
    const [partner] = partners;
    if (partner === undefined || partners.length > 1) continue;
    out.splice(out.indexOf(partner), 1, { ...partner, kind: 'renamed', old: gone.old, before: gone.before });
    out.splice(out.indexOf(gone), 1);
  }
  return out;
}

function isRename(before: Declared, after: Declared): boolean {
  const shared = before.name.split('_').filter((part) => after.name.split('_').includes(part)).length;
  return after.kind === 'function' && after.params.length > 0 && shared >= 2 && shapeChange(before, after) === null;
}
