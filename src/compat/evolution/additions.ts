/** Symbols of the new version that answer to nothing in the old one, each with the reason why it was added. */
import type { EvolutionAddition } from './schema.js';
import type { V2Symbol } from './surface.js';

type Group = EvolutionAddition['group'];

function added(c: string | null, group: Group, because: string, aliases: readonly string[] = []): EvolutionAddition {
  return { c, aliases, group, because };
}

const typing = 'token-typing';
const along = 'came-along';

export const additions = {
  AllocatorData: added(null, typing, 'data of an allocator is not the private data of an id'),
  FreeOutcome: added(null, along, 'a free tells whether the id is gone or waits for its users'),
  IoasidError: added(null, along, 'a refusal names its reason'),
  IoasidRange: added(null, along, 'two numbers side by side are easily swapped'),
  IoasidState: added('enum ioasid_state', along, 'ids are counted and can be freed while they are in use'),
  MmStruct: added('struct mm_struct', typing, 'the new version must tell an mm from any other pointer'),
  NotificationData: added(null, typing, 'what an event shows of an id is not the id’s data itself'),
  NotifierPriority: added('enum ioasid_notifier_prios', along, 'the order of handlers matters and has names'),
  NotifyScope: added(null, along, 'an event goes to one chain or to both'),
  PrivateData: added(null, typing, 'private data of an id is not the token of its set'),
  PutOutcome: added(null, along, 'an id that others still hold is no error'),
  SetToken: added(null, typing, 'the type that the token was missing'),
  TokenKind: added(null, typing, 'a driver can own a kind of token'),
  anyToken: added(null, typing, 'a token of no particular kind; the thread’s ANY'),
  declareTokenKind: added(null, typing, 'a driver declares its kind of token once, by name'),
  err: added(null, along, 'makes a refusal'),
  ioasid: added(null, along, 'makes an id of a number and checks its range'),
  ioasidAllocMm: added('ioasid_alloc_mm', typing, 'the thread’s second proposal: an mm as the private data of an id'),
  ioasidAttachSpid: added('ioasid_attach_spid', along, 'a guest has ids of its own'),
  ioasidDetachSpid: added('ioasid_detach_spid', along, 'symmetric to attaching'),
  ioasidFindBySpid: added('ioasid_find_by_spid', along, 'a mediated device knows the guest’s id only'),
  ioasidFindMm: added('ioasid_find_mm', typing, 'reads what ioasidAllocMm put there'),
  ioasidGet: added('ioasid_get', along, 'a user of an id holds it'),
  ioasidGetCapacity: added('ioasid_get_capacity', along, 'users scale their quota by it'),
  ioasidGetIfOwned: added('ioasid_get_if_owned', typing, 'asks for ownership and a reference in one step'),
  ioasidGetLocked: added('ioasid_get_locked', along, 'the only way to hold an id inside a handler'),
  ioasidPut: added('ioasid_put', along, 'a user lets go of an id'),
  ioasidPutLocked: added('ioasid_put_locked', along, 'the only way to let go of an id inside a handler'),
  ioasidSetGet: added('ioasid_set_get', along, 'sets are counted by reference'),
  ioasidSetToken: added(null, typing, 'the token of a set, with its kind'),
  mmToken: added('IOASID_SET_TYPE_MM', typing, 'makes the token of the set of a process'),
  noToken: added('IOASID_SET_TYPE_NULL', typing, 'the token of a set that nobody looks up'),
  ok: added(null, along, 'makes a result'),
  ownToken: added(null, typing, 'makes a token of a declared kind'),
} as const satisfies { readonly [S in V2Symbol]?: EvolutionAddition };
