/**
 * Defects of the posted code that this library does not keep. Each is asked by its name in one place, and only where the
 * posted code would do something else. `section` is a number of reference section 5, `bug` one of the recordings' BUGS.md.
 */
export interface Decision {
  readonly id: string;
  readonly section: number | null;
  readonly bug: number | null;
  readonly asPosted: string;
  readonly asDecided: string;
  readonly why: string;
  /** `field`: one value differs and life goes on the same; `state`: the two lives part. */
  readonly kind: 'field' | 'state';
}

const list = [
  {
    id: 'invalid-is-no-id',
    section: null,
    bug: 1,
    asPosted:
      'The id 0xffffffff is recorded, yet the call fails; the record is freed while the index still points to it.',
    asDecided: 'The failing call leaves nothing behind.',
    why: 'The failure value cannot be an id, and a later look-up of it would read freed memory.',
    kind: 'state',
  },
  {
    id: 'refused-registration-moves-nothing',
    section: 28,
    bug: 2,
    asPosted:
      'Registering the first allocator of a group again says -EEXIST, after its list node was moved into a freed record.',
    asDecided: '-EEXIST, and the list is untouched.',
    why: 'A refused call must change nothing; the next unregister in the group would read freed memory.',
    kind: 'field',
  },
  {
    id: 'member-registers-once',
    section: 28,
    bug: 3,
    asPosted:
      'Registering a later member of a group again says 0 and makes its list node point to itself or drops others.',
    asDecided: '-EEXIST, as for the first member.',
    why: 'The list would be walked for ever with the lock held.',
    kind: 'state',
  },
  {
    id: 'unregister-exact-member',
    section: 28,
    bug: 4,
    asPosted:
      'Unregistering an allocator that is not registered removes the only one of a group with the same functions.',
    asDecided: 'Nothing happens beyond a log line.',
    why: 'Equal functions do not make it the same allocator; its owner still relies on it.',
    kind: 'state',
  },
  {
    id: 'group-follows-members',
    section: 28,
    bug: 5,
    asPosted: 'A group goes on with the functions and pdata of its first allocator after that one was unregistered.',
    asDecided: 'The next member becomes the one whose pdata is passed.',
    why: 'The owner of an unregistered allocator may free it; passing its pdata on is a use after free.',
    kind: 'state',
  },
  {
    id: 'duplicate-id-not-freed',
    section: null,
    bug: 6,
    asPosted:
      'An id that a custom allocator hands out twice is given back to it, although its first owner still has it.',
    asDecided: 'The second call fails with a warning; the id stays with its first owner.',
    why: 'Giving it back makes the allocator hand it out a third time, to somebody else.',
    kind: 'state',
  },
  {
    id: 'custom-id-in-range',
    section: null,
    bug: 7,
    asPosted: 'An id outside of min..max from a custom allocator is accepted.',
    asDecided: 'It is given back and the call fails.',
    why: 'The caller asked for what its hardware table can hold.',
    kind: 'state',
  },
  {
    id: 'orphans-leave-their-set',
    section: null,
    bug: 9,
    asPosted: 'Ids that an allocator took with it when it went stay counted in their sets for ever.',
    asDecided: 'They leave their sets: count and index forget them. Nobody is notified, as before.',
    why: 'No call can reach such an id any more, so its quota would be lost.',
    kind: 'state',
  },
  {
    id: 'free-set-own-ids',
    section: null,
    bug: 10,
    asPosted: "free_set frees by number whatever the index of the set names, also an id that is another set's by now.",
    asDecided: 'An id of another set is left alone.',
    why: 'One owner would pull ids from under another.',
    kind: 'state',
  },
  {
    id: 'set-number-window',
    section: 5,
    bug: 11,
    asPosted: 'The number of a new set is looked for in 0..available-quota, so that -EBUSY comes with capacity left.',
    asDecided: 'Any number up to 2^31-1 will do.',
    why: 'The number of sets has nothing to do with the capacity that is left.',
    kind: 'state',
  },
  {
    id: 'adjust-tests-growth',
    section: 6,
    bug: 12,
    asPosted: 'adjust_set compares the new quota with what is left and accepts 0.',
    asDecided: 'Only growth must fit into what is left; a quota below 1 is -EINVAL.',
    why: 'Shrinking a set failed for lack of capacity; a set without quota cannot hold an id.',
    kind: 'state',
  },
  {
    id: 'notify-token-set',
    section: 11,
    bug: 13,
    asPosted: 'notify leaves the token in the payload uninitialised.',
    asDecided: 'It is the token of the set, as in a FREE event.',
    why: 'Handlers compare it with their mm.',
    kind: 'field',
  },
  {
    id: 'set-index-failure-fails',
    section: null,
    bug: 14,
    asPosted:
      'An id that could not be stored in the index of its set is handed out all the same, and outlives its set.',
    asDecided: 'The id is given back and the call fails.',
    why: 'Destroying the set would leave the id with a freed set.',
    kind: 'state',
  },
  {
    id: 'quota-unsigned',
    section: null,
    bug: 14,
    asPosted: 'A quota above 2^31-1 is negative where ids are counted, so the set holds none.',
    asDecided: 'A quota is unsigned.',
    why: 'The capacity it was taken from is unsigned.',
    kind: 'state',
  },
  {
    id: 'quota-under-lock',
    section: 7,
    bug: 14,
    asPosted: 'alloc tests the quota of the set before it takes the lock, and not again.',
    asDecided: 'It is tested again under the lock.',
    why: 'Two callers pass the test together and both get the last id.',
    kind: 'state',
  },
  {
    id: 'capacity-under-lock',
    section: 7,
    bug: null,
    asPosted: 'alloc_set tests the capacity that is left before it takes the lock, and not again.',
    asDecided: 'It is tested again under the lock.',
    why: 'Two callers pass the test together, and what is left wraps below zero.',
    kind: 'state',
  },
  {
    id: 'notifier-once-on-chain',
    section: null,
    bug: null,
    asPosted:
      'A handler that is added again after its priority was raised is linked before itself: the chain never ends.',
    asDecided: 'A handler that is on the chain anywhere is not added: a warning and 0.',
    why: 'The posted test for a second registration stops at the first lower priority.',
    kind: 'state',
  },
] as const satisfies readonly Decision[];

export type DecisionId = (typeof list)[number]['id'];

/** Every decision of this library. */
export const decisions: readonly (Decision & { readonly id: DecisionId })[] = list;

/** `as-posted`: the real code, defects included; `decided`: none of them; or the decisions to take, one by one. */
export type Profile = 'as-posted' | 'decided' | ReadonlySet<DecisionId>;

/** The decisions that one instance takes. */
export class DecisionBook {
  readonly #taken: ReadonlySet<DecisionId>;
  readonly #onFire: ((id: DecisionId) => void) | null;

  constructor(profile: Profile, onFire: ((id: DecisionId) => void) | null) {
    if (profile === 'as-posted') this.#taken = new Set();
    else if (profile === 'decided') this.#taken = new Set(list.map((decision) => decision.id));
    else this.#taken = profile;
    this.#onFire = onFire;
  }

  /** Asked where the posted code would go wrong: true when the decision is taken, which is reported as having fired. */
  takes(id: DecisionId): boolean {
    if (!this.#taken.has(id)) return false;
    this.#onFire?.(id);
    return true;
  }
}
