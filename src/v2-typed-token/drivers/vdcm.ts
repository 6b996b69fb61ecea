/** VDCM: a mediated device whose work queue a guest programs with its own PASIDs (reference 3.3). */
import {
  ioasid,
  type Ioasid,
  type IoasidNotification,
  type IoasidSet,
  type IoasidV2,
  type NotifierAnswer,
} from '../api.js';
import type { MmStruct } from '../pointers.js';
import { ok } from '../result.js';
import type { AcceleratorQueue } from './accelerator-queue.js';
import type { DeferredWork } from './deferred-work.js';
import { expectOk, finished, letGo, refuse, type DriverResult } from './outcome.js';

export interface VdcmConfig {
  /** Process of the guest. */
  readonly mm: MmStruct;
  readonly queue: AcceleratorQueue;
  /** PASID of the auxiliary domain, for a queue that the guest enables without one. */
  readonly defaultPasid: number;
}

export class Vdcm {
  readonly #ioasid: IoasidV2;
  readonly #work: DeferredWork;
  readonly #config: VdcmConfig;
  readonly #block = { priority: 'device', notifierCall: (args: IoasidNotification) => this.#heard(args) } as const;
  /** The id in the queue's configuration, held for as long as it stands there; it keeps its set, too. */
  #held: { readonly set: IoasidSet; readonly id: Ioasid } | null = null;
  #enabled = false;
  #onSetChain = false;

  constructor(api: IoasidV2, work: DeferredWork, config: VdcmConfig) {
    this.#ioasid = api;
    this.#work = work;
    this.#config = config;
  }

  /** PASID that the queue runs with, or null. */
  get programmed(): number | null {
    if (!this.#enabled || this.#config.queue.mode === 'shared') return null;
    return this.#held?.id ?? this.#config.defaultPasid;
  }

  /** Listens for frees of the process's ids. Events of the past do not matter to a device that holds nothing yet. */
  open(): DriverResult {
    const registered = this.#ioasid.ioasidRegisterNotifierMm(this.#config.mm, this.#block);
    if (registered.ok || registered.error.reason !== 'set-not-empty') return registered;
    const set = this.#ioasid.ioasidFindMmSet(this.#config.mm);
    if (!set.ok) return set;
    const onChain = this.#ioasid.ioasidRegisterNotifier(set.value, this.#block);
    expectOk(this.#ioasid.ioasidSetPut(set.value));
    this.#onSetChain = onChain.ok;
    return onChain;
  }

  /**
   * The guest enables the queue under its PASID; 0 means the default one. ENXIO: the guest has no such PASID; EBUSY: the
   * queue is enabled. One reference for one programmed context.
   */
  enable(guestPasid: number): DriverResult<number | null> {
    if (this.#enabled) return refuse('EBUSY', 'queue-enabled');
    if (this.#config.queue.mode === 'dedicated') {
      const held = guestPasid === 0 ? ok(null) : this.#hostPasidOf(guestPasid);
      if (!held.ok) return held;
      this.#held = held.value;
      this.#config.queue.program(held.value?.id ?? this.#config.defaultPasid);
    }
    this.#enabled = true;
    return ok(this.programmed);
  }

  /** The guest disables the queue; one that is disabled stays so. */
  disable(): void {
    if (!this.#enabled) return;
    this.#enabled = false;
    if (this.#config.queue.mode === 'shared') return;
    this.#config.queue.disable();
    if (this.#held === null) return;
    const { set, id } = this.#held;
    this.#held = null;
    letGo(this.#ioasid.ioasidPut(set, id));
  }

  /** The mediated device goes away. */
  close(): DriverResult {
    this.disable();
    if (!this.#onSetChain) return this.#ioasid.ioasidUnregisterNotifierMm(this.#config.mm, this.#block);
    const set = this.#ioasid.ioasidFindMmSet(this.#config.mm);
    // The chain went with the set.
    if (!set.ok) return finished;
    const unregistered = this.#ioasid.ioasidUnregisterNotifier(set.value, this.#block);
    expectOk(this.#ioasid.ioasidSetPut(set.value));
    return unregistered;
  }

  /** Host PASID of a guest PASID, held: the set by mm, then the id by what the guest calls it. */
  #hostPasidOf(guestPasid: number): DriverResult<{ readonly set: IoasidSet; readonly id: Ioasid }> {
    if (!this.#ioasid.pasidValid(guestPasid)) return refuse('ENXIO', 'guest-pasid-range');
    const set = this.#ioasid.ioasidFindMmSet(this.#config.mm);
    if (!set.ok) return refuse('ENXIO', set.error.reason);
    const id = this.#ioasid.ioasidFindBySpid(set.value, ioasid(guestPasid));
    expectOk(this.#ioasid.ioasidSetPut(set.value));
    return id.ok ? ok({ set: set.value, id: id.value }) : refuse('ENXIO', id.error.reason);
  }

  /** An id goes: whatever runs under it has to end, and that may sleep. */
  #heard({ event, id }: IoasidNotification): NotifierAnswer {
    if (event !== 'free' || id === null || !this.#enabled) return 'done';
    if (this.#config.queue.mode === 'shared') {
      this.#work.queueWork(() => this.#config.queue.drain(id));
      return 'ok';
    }
    const held = this.#held;
    if (id !== held?.id) return 'done';
    this.#work.queueWork(() => {
      if (this.#held === held) this.disable();
    });
    return 'ok';
  }
}
