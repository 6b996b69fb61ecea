/** State of one instance. Commands change it and nothing else does; a command is never interrupted. */
import { AllocatorList, type AllocatorGroup } from './allocator-list.js';
import type { IoasidEvent } from './api.js';
import { Decisions } from './decider.js';
import type { DecisionReport, Profile } from './decisions.js';
import { PoisonError, ReentryError } from './errors.js';
import { IdBitmap } from './id-bitmap.js';
import { IdTable } from './id-table.js';
import type { Machine } from './machine.js';
import type { ChainBlock, Link } from './notifier-chain.js';
import { NotifierChain } from './notifier-chain.js';
import type { TokenKind } from './pointers.js';
import { Records } from './records.js';
import type { SetRecord } from './set-record.js';

/** Numbers of the events in the posted series. */
export const eventNumbers = {
  alloc: 1,
  free: 2,
  bind: 3,
  unbind: 4,
  'set-alloc': 5,
  'set-free': 6,
} as const satisfies Record<IoasidEvent, number>;

/** Number of ids before any capacity is installed. */
export const defaultCapacity = 0x10_0000;

/** A handler that waits for the set of an mm, or sits on its chain. */
export interface MmEntry {
  readonly mm: object | null;
  readonly link: Link;
  /** The set on whose chain it is, or null. */
  set: SetRecord | null;
}

/** Who counts the ids of processes (the IOASID cgroup). */
export interface Charger {
  /** A charge to be given back, or null: over the limit. */
  charge(mm: object): object | null;
  uncharge(charge: object): void;
}

export class State {
  readonly machine: Machine;
  readonly decisions: Decisions;
  readonly records = new Records();
  /** Ids that no custom allocator made. */
  readonly defaultTable = new IdTable();
  readonly allocators = new AllocatorList();
  /** The active group, or null for the default allocator. */
  active: AllocatorGroup | null = null;
  /** Table of the active allocator. */
  table: IdTable = this.defaultTable;
  capacity = defaultCapacity;
  /** Capacity that no set has; u32. */
  available = defaultCapacity;
  readonly sets: (SetRecord | undefined)[] = [];
  readonly setNumbers = new IdBitmap();
  liveSets = 0;
  readonly byMm = new Map<object | null, SetRecord>();
  readonly byKind = new Map<TokenKind<object>, Map<object, SetRecord>>();
  readonly globalChain = new NotifierChain();
  /** Newest first. */
  readonly mmEntries: MmEntry[] = [];
  /** Links by block: one for a block, under the key null, or in profile `decided` one for each chain. */
  readonly links = new Map<ChainBlock, Map<NotifierChain | null, Link>>();
  /** Charges allocations in sets of an mm; null where nobody counts. */
  charger: Charger | null = null;
  /** Charge by slot, so that exactly what was charged is given back. */
  readonly charges: (object | null)[] = [];
  /** True once ids were orphaned, so that one set may list two records with one id. */
  orphansExist = false;
  handlerDepth = 0;

  constructor(machine: Machine, profile: Profile, report: DecisionReport) {
    this.machine = machine;
    this.decisions = new Decisions(profile, report);
  }

  /** Refuses calls from inside a handler: the lock is held there. */
  lock(): void {
    if (this.handlerDepth > 0) throw new ReentryError('a handler may only call find, getLocked and putLocked');
  }

  /** False for a null set, and for one that this library never made; the posted code reads through it. */
  given(set: SetRecord | null): set is SetRecord {
    if (set !== null) return true;
    if (this.decisions.fires('null-set')) return false;
    throw new PoisonError('a null set is read');
  }

  /** True for a set that can be used: not gone, and not waiting for its members. */
  isLive(set: SetRecord): boolean {
    this.touch(set);
    return set.alive && !set.closing && this.sets[set.sid] === set;
  }

  /** A dead set is readable until the call that freed it is over, or for ever where nothing is drained. */
  touch(set: SetRecord): void {
    if (!set.alive && this.machine.drained === true && !this.decisions.decided) {
      throw new PoisonError(`set ${set.sid} is used after it was freed`);
    }
  }
}
