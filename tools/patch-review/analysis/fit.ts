/** Whether a call fits what is declared. */
import type { FoundCall } from '../code/calls.js';
import type { SurfaceItem } from '../../surface/api-surface.js';
import type { SeriesDelta } from './series-delta.js';

/** Symbols by name with what they are declared as after a patch; null when they are not declared. */
export type Table = Map<string, SurfaceItem | null>;

const identities = new WeakMap<FoundCall, string>();

/** Equal for a call that a patch left as it was, wherever its line went. */
export function identity(call: FoundCall): string {
  const known = identities.get(call);
  if (known !== undefined) return known;
  const made = `${call.file}|${call.inside}|${call.name}|${call.into}|${call.args === null ? '&' : call.args.join(',')}`;
  identities.set(call, made);
  return made;
}

/** Why a call does not fit what is declared, or null. */
export function misfit(
  call: FoundCall,
  table: Table,
  names: ReadonlySet<string>,
): 'removed' | 'arguments' | 'undeclared' | null {
  if (!names.has(call.name)) return null;
  const declaration = table.get(call.name);
  if (declaration === undefined) return null;
  if (declaration === null) return 'undeclared';
  if (call.args === null || declaration.isVariadic) return null;
  return call.args.length === declaration.params.length ? null : 'arguments';
}

/** True for a call in the form of before the series that the end of the series does not understand. */
export function mustMove(call: FoundCall, final: Table, deltas: readonly SeriesDelta[]): boolean {
  const declaration = final.get(call.name);
  if (declaration === null) return true;
  if (declaration === undefined) return false;
  if (call.args !== null && !declaration.isVariadic && call.args.length !== declaration.params.length) return true;
  return typeBreak(call.name, deltas);
}

/** True when a symbol kept its number of arguments but a number became a pointer, or one pointer another. */
export function typeBreak(name: string, deltas: readonly SeriesDelta[]): boolean {
  const delta = deltas.find((candidate) => candidate.symbol === name && candidate.before?.name === name);
  if (
    delta === undefined ||
    delta.before === null ||
    delta.after === null ||
    delta.before.kind !== 'function' ||
    delta.after.kind !== 'function'
  )
    return false;
  if (delta.before.params.length !== delta.after.params.length) return false;
  const pairs = delta.before.params.map((param, i) => [param.type, delta.after?.params[i]?.type ?? ''] as const);
  return [...pairs, [delta.before.result, delta.after.result] as const].some(([from, to]) => isBreak(from, to));
}

function isBreak(from: string, to: string): boolean {
  const [was, is] = [plainType(from), plainType(to)];
  if (was === is) return false;
  const pointers = [was.endsWith('*'), is.endsWith('*')];
  if (pointers[0] !== pointers[1]) return was !== 'void' && is !== 'void';
  return pointers[0] === true && was !== 'void*' && is !== 'void*';
}

function plainType(text: string): string {
  return text
    .replace(/\b(?:const|volatile)\b/g, '')
    .replace(/\s*\*\s*/g, '*')
    .replace(/\s+/g, ' ')
    .trim();
}
