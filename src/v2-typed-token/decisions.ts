/**
 * Defects of the posted code, and what this library does instead. Profile `as-posted` has every decision off: the real
 * behaviour, defects included. Profile `decided` has them all on. Each is asked by name in one place of the code.
 *
 * What has no decision here because it cannot be said in a model where a command is atomic: the order of two locks
 * (5 #2, BUGS 25), waiting for readers under a spinlock (BUGS 19), tests outside of the lock.
 */

export type Profile = 'as-posted' | 'decided';

export interface Decision {
  readonly id: string;
  /** Rows of reference section 5 (`5 #3`) and of the list of defects seen in recordings (`BUGS 18`). */
  readonly from: string;
  readonly asPosted: string;
  readonly asDecided: string;
  readonly why: string;
  /** `field`: one recorded value reads differently. `state`: the two lives part. */
  readonly kind: 'field' | 'state';
}

const decision = <const I extends string>(
  id: I,
  kind: Decision['kind'],
  from: string,
  asPosted: string,
  asDecided: string,
  why: string,
) => ({ id, kind, from, asPosted, asDecided, why });

export const decisions = [
  decision(
    'mm-notifier-before-set',
    'state',
    '5 #1, BUGS 15',
    'registering by mm before the set exists writes through the head of a list',
    'the block is listed and attached when the set comes',
    'KVM starts before VFIO opens its container',
  ),
  decision(
    'mm-notifier-keeps-set',
    'state',
    '5 #3, BUGS 18',
    'a refused registration by mm keeps the set reference of its look-up',
    'the reference is dropped on every path',
    'the set would never die',
  ),
  decision(
    'set-slot-window',
    'state',
    '5 #5, BUGS 11',
    'set numbers come from 0 to available minus quota, so the last full-size set fails',
    'any free set number will do',
    'capacity is what limits sets, not their numbers',
  ),
  decision(
    'adjust-tests-growth',
    'state',
    '5 #6, BUGS 12',
    'the new quota itself is tested against what is left',
    'its growth is tested',
    'shrinking always fits',
  ),
  decision(
    'adjust-below-one',
    'state',
    '5 #6',
    'quota 0 is accepted for an empty set',
    'a quota below 1 is refused',
    'a new set of quota 0 is refused too',
  ),
  decision(
    'adjust-dead-set',
    'state',
    '2.10 #3',
    'a dead set is adjusted and the capacity changes',
    'a dead set is refused',
    'capacity would leak',
  ),
  decision(
    'failed-alloc-returns-id',
    'state',
    '5 #8, BUGS 16',
    'an allocation that fails after the id was chosen returns that id',
    'it is refused',
    'the caller would use an id that is not his',
  ),
  decision(
    'second-free',
    'state',
    '5 #9, BUGS 22',
    'every free drops a reference and sends FREE again',
    'a free of a pending id changes nothing',
    'a second free would take a user’s reference',
  ),
  decision(
    'put-in-free-handler',
    'state',
    'BUGS 22',
    'a handler that puts what it did not get frees the record under the free, which then drops a dead count',
    'the free sees that the id is gone',
    'a record is dropped once',
  ),
  decision(
    'set-waits-for-members',
    'state',
    '5 #10, 5 #19, BUGS 17',
    'the last put frees the set under members that others hold, and gives the quota back at once',
    'the set and its quota stay until the last member is reclaimed',
    'a later put would touch a set that is gone',
  ),
  decision(
    'waiting-order',
    'state',
    '2.4, 2.10',
    'blocks that wait for the set of an mm go on its chain newest first',
    'they go on it in the order of their registration',
    'equal ranks run in that order everywhere else',
  ),
  decision(
    'alloc-payload',
    'field',
    '5 #11, BUGS 20',
    'ALLOC carries data that nobody wrote (here: none)',
    'it carries the private data of the id',
    'what lies on the stack is a stranger’s pointer',
  ),
  decision(
    'set-free-payload',
    'field',
    '5 #11',
    'SET_FREE names id 0 and guest id 0',
    'it names neither',
    'id 0 may be somebody’s',
  ),
  decision(
    'default-spid',
    'field',
    '5 #14, BUGS 21',
    'a new id has guest id 0',
    'it has none',
    '0 is a guest id like any other',
  ),
  decision(
    'spid-zero-lookup',
    'state',
    '5 #14, BUGS 21',
    'looking for guest id 0, or for the invalid one, finds ids that have none',
    'it finds ids with that guest id only',
    'a stranger’s id would be held',
  ),
  decision(
    'spid-unique',
    'state',
    '5 #14, BUGS 21',
    'one guest id may be attached to several ids of a set',
    'the second is refused',
    'a look-up has to have one answer',
  ),
  decision(
    'spid-must-be-valid',
    'state',
    '2.10 #9',
    'attaching the invalid id stores it',
    'it is refused; detaching has its own call',
    'a failed look-up upstream would be hidden',
  ),
  decision(
    'spid-finds-pending',
    'state',
    '5 #18, BUGS 21',
    'a look-up by guest id holds an id that was freed',
    'it is refused with EBUSY, as get is',
    'a freed id would stay alive',
  ),
  decision(
    'capacity-with-sets',
    'state',
    '5 #20, BUGS 23',
    'installing the capacity resets what is left though sets hold quota',
    'it is refused with EBUSY while sets exist',
    'the ledger would be wrong',
  ),
  decision(
    'mm-set-needs-mm',
    'state',
    'BUGS 24',
    'a set of kind mm may have a null token',
    'it is refused',
    'registering by a null mm is refused too',
  ),
  decision(
    'null-set',
    'state',
    'BUGS 24',
    'a null set is read through by every call that looks into its set',
    'it is refused',
    'a caller’s mistake must not kill the kernel',
  ),
  decision(
    'notify-both-chains',
    'state',
    'BUGS 24',
    'asked for both chains, only the global one is told',
    'the global chain is told first, then the set’s',
    'that is what was asked for',
  ),
  decision(
    'one-block-two-chains',
    'state',
    'BUGS 34',
    'a block on two chains joins their tails',
    'a block may stand on several chains',
    'a removal would cut both',
  ),
  decision(
    'notifier-on-dead-set',
    'state',
    '5 #10',
    'a block is put on the chain of a set that was freed',
    'it is refused',
    'the chain is gone with the set',
  ),
  decision(
    'invalid-id-range',
    'state',
    'BUGS 1',
    'a range that ends in the invalid id can hand it out, and its record dangles',
    'the invalid id is never handed out',
    'it equals the failure value',
  ),
  decision(
    'custom-duplicate-kept',
    'state',
    'BUGS 6',
    'an id that a custom allocator hands out twice is freed under its first owner',
    'the first owner keeps it',
    'the second caller was refused, the first was not',
  ),
  decision(
    'custom-range-checked',
    'state',
    'BUGS 7',
    'a custom allocator may answer outside of the range',
    'such an id is given back and the call refused',
    'the caller programs a narrower field',
  ),
  decision(
    'allocator-double-first',
    'state',
    'BUGS 2',
    'registering a group’s first member twice breaks its list',
    'it is refused and nothing changes',
    'a later unregister would read freed memory',
  ),
  decision(
    'allocator-double-member',
    'state',
    'BUGS 3',
    'registering a later member twice is not noticed and closes its list to a ring',
    'it is refused with EEXIST',
    'a later unregister would never end',
  ),
  decision(
    'allocator-foreign',
    'state',
    '5 #28, BUGS 4',
    'unregistering ops that were never registered removes a group of equal functions',
    'only a member can be unregistered',
    'it is another driver’s allocator',
  ),
  decision(
    'allocator-first-leaves',
    'state',
    '5 #28, BUGS 5',
    'a group goes on with the data of its first member after that one left',
    'the next member’s data is used',
    'its owner may free it',
  ),
  decision(
    'orphans-leave-sets',
    'state',
    'BUGS 8, BUGS 9',
    'ids orphaned by an allocator’s removal keep their place in their set’s quota',
    'they leave their set',
    'nobody can free them any more',
  ),
] as const satisfies readonly Decision[];

export type DecisionId = (typeof decisions)[number]['id'];

/** Told each time a decision makes the library behave otherwise than the posted code just now. */
export type DecisionReport = (id: DecisionId) => void;
