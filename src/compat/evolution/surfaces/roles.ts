/**
 * What each call does with what it is given: facts that rules need. Written by C name; the TypeScript spelling is
 * derived, with positions changed where the new call has another shape.
 */
import type { Language, Role } from '../../pair-model.js';
import { tsName } from '../names.js';

const argument = (arg: number, what: string): Role => ({ kind: 'argument', arg, what });
const returns = (what: string): Role => ({ kind: 'returns', what });
const errorPointer: Role = { kind: 'returns-error-pointer' };
const negative: Role = { kind: 'returns-negative-errno' };
const orNull: Role = { kind: 'returns-null-or-value' };
const sentinel: Role = { kind: 'returns-sentinel', sentinel: 'INVALID_IOASID' };
const result: Role = { kind: 'returns-result' };
const takes = (...by: string[]): Role => ({ kind: 'takes-reference', by });
const drops = (...of: string[]): Role => ({ kind: 'drops-reference', of });
const atomicSafe: Role = { kind: 'atomic-safe' };

/** The old version, both languages: answers have the C form in both. */
const old: Readonly<Record<string, readonly Role[]>> = {
  ioasid_install_capacity: [],
  ioasid_alloc_set: [argument(0, 'token'), errorPointer, returns('set')],
  ioasid_alloc_system_set: [errorPointer, returns('set')],
  ioasid_free_set: [argument(0, 'set')],
  ioasid_adjust_set: [argument(0, 'set'), negative],
  ioasid_find_set: [argument(0, 'id'), errorPointer, returns('set'), atomicSafe],
  ioasid_find_set_by_token: [argument(0, 'token'), orNull, returns('set')],
  ioasid_alloc: [argument(0, 'set'), argument(3, 'private-data'), sentinel, returns('id')],
  ioasid_free: [argument(0, 'id')],
  ioasid_find: [argument(0, 'set'), argument(1, 'id'), errorPointer, orNull, returns('private-data'), atomicSafe],
  ioasid_attach_data: [argument(0, 'id'), argument(1, 'private-data'), negative],
  ioasid_set_data: [argument(0, 'id'), argument(1, 'private-data'), negative],
  ioasid_register_allocator: [argument(0, 'allocator'), negative],
  ioasid_unregister_allocator: [argument(0, 'allocator')],
  ioasid_add_notifier: [
    argument(0, 'handler'),
    { kind: 'registers-handler', arg: 0, context: 'blocking', undo: ['ioasid_remove_notifier'] },
  ],
  ioasid_remove_notifier: [argument(0, 'handler')],
  ioasid_notify: [argument(0, 'id')],
  pasid_valid: [],
};

interface NewRoles {
  readonly both: readonly Role[];
  readonly c: readonly Role[];
  /** Where the TypeScript call differs in more than its answer. */
  readonly ts?: readonly Role[];
}

const call = (c: readonly Role[], ...both: Role[]): NewRoles => ({ c, both });
const handler = (arg: number, undo: string): Role => ({
  kind: 'registers-handler',
  arg,
  context: 'atomic',
  undo: [undo],
});

const now: Readonly<Record<string, NewRoles>> = {
  ioasid_install_capacity: call([]),
  ioasid_alloc_set: call([errorPointer], argument(0, 'token'), returns('set'), takes('ioasid_set_put')),
  ioasid_set_get: call([], argument(0, 'set')),
  ioasid_set_put: call(
    [],
    argument(0, 'set'),
    drops('ioasid_alloc_set', 'ioasid_find_mm_set', 'ioasid_find_set_by_token', 'ioasid_set_get'),
  ),
  ioasid_adjust_set: call([negative], argument(0, 'set')),
  ioasid_set_for_each_ioasid: call([negative], argument(0, 'set')),
  ioasid_find_mm_set: call([orNull], argument(0, 'mm'), returns('set'), takes('ioasid_set_put')),
  ioasid_find_set_by_token: call([], argument(1, 'token'), returns('set'), takes('ioasid_set_put')),
  ioasid_alloc: {
    both: [argument(0, 'set'), returns('id')],
    c: [sentinel, argument(3, 'private-data')],
    ts: [argument(2, 'private-data')],
  },
  ioasid_alloc_mm: { both: [argument(0, 'set'), returns('id')], c: [argument(3, 'mm')], ts: [argument(2, 'mm')] },
  ioasid_get: call([negative], argument(0, 'set'), argument(1, 'id')),
  ioasid_get_locked: call([negative], argument(0, 'set'), argument(1, 'id'), atomicSafe),
  ioasid_get_if_owned: {
    both: [takes('ioasid_put')],
    c: [negative, argument(0, 'id')],
    ts: [argument(0, 'mm'), argument(1, 'id')],
  },
  ioasid_put: call([], argument(0, 'set'), argument(1, 'id'), drops('ioasid_find_by_spid', 'ioasid_get_if_owned')),
  ioasid_put_locked: call([], argument(0, 'set'), argument(1, 'id'), atomicSafe),
  ioasid_free: call([], argument(0, 'set'), argument(1, 'id')),
  ioasid_find: call([errorPointer, orNull], argument(0, 'set'), argument(1, 'id'), returns('private-data'), atomicSafe),
  ioasid_find_mm: call([errorPointer], argument(0, 'set'), argument(1, 'id'), returns('mm'), atomicSafe),
  ioasid_attach_data: call([negative], argument(0, 'id'), argument(1, 'private-data')),
  ioasid_detach_data: call([], argument(0, 'id')),
  ioasid_attach_spid: call([negative], argument(0, 'id')),
  ioasid_detach_spid: call([], argument(0, 'id')),
  ioasid_find_by_spid: call([sentinel], argument(0, 'set'), returns('id'), takes('ioasid_put')),
  ioasid_register_allocator: call([negative], argument(0, 'allocator')),
  ioasid_unregister_allocator: call([], argument(0, 'allocator')),
  ioasid_register_notifier: call([negative], argument(1, 'handler'), handler(1, 'ioasid_unregister_notifier')),
  ioasid_unregister_notifier: call([], argument(1, 'handler')),
  ioasid_register_notifier_mm: call(
    [negative],
    argument(0, 'mm'),
    argument(1, 'handler'),
    handler(1, 'ioasid_unregister_notifier_mm'),
  ),
  ioasid_unregister_notifier_mm: call([], argument(0, 'mm'), argument(1, 'handler')),
  ioasid_notify: call([], argument(0, 'id')),
};

/** New calls whose TypeScript answer is no Result. */
const plainInTs = new Set(['ioasid_get_capacity', 'ioasid_set_token', 'pasid_valid']);

/** Roles of a C symbol of one side. */
export function rolesInC(side: 'old' | 'new', c: string): readonly Role[] {
  if (side === 'old') return old[c] ?? [];
  const roles = now[c];
  return roles === undefined ? [] : [...roles.both, ...roles.c];
}

/** Roles of a TypeScript call of one side, by its C name. */
export function rolesInTs(side: 'old' | 'new', c: string): readonly Role[] {
  if (side === 'old') return (old[c] ?? []).map((role) => spelled(role, 'ts'));
  const roles = now[c];
  const answer = plainInTs.has(c) ? [] : [result];
  return [...(roles?.both ?? []), ...(roles?.ts ?? []), ...answer].map((role) => spelled(role, 'ts'));
}

function spelled(role: Role, language: Language): Role {
  if (language === 'c') return role;
  if (role.kind === 'takes-reference') return { ...role, by: role.by.map(tsName) };
  if (role.kind === 'drops-reference') return { ...role, of: role.of.map(tsName) };
  if (role.kind === 'registers-handler') return { ...role, undo: role.undo.map(tsName) };
  return role;
}
