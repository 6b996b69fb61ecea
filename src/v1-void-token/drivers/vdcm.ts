/** VDCM: a mediated idxd device whose dedicated queue works under the PASID that its guest names (reference 3.3). */
import { INVALID_IOASID, IOASID_FREE, NOTIFY_DONE, NOTIFY_OK } from '../api.js';
import type { Ioasid, IoasidNbArgs, IoasidNotifyCmd, IoasidV1, NotifierBlock } from '../api.js';
import { Errno } from '../errno.js';
import type { Machine } from '../machine.js';
import type { MmStruct } from './mm-struct.js';
import type { VtdGuestSva } from './vtd-guest-sva.js';

/** Device drivers hear after KVM and the IOMMU. */
const VDCM_NOTIFIER_PRIORITY = 1;

/** What the mediated device tells the real one. */
export interface WorkQueue {
  /** Whether guests submit with ENQCMD, each under a PASID of its own. */
  readonly mode: 'dedicated' | 'shared';
  program(pasid: Ioasid): void;
  disable(): void;
  /** Waits until nothing of a PASID is left in the queue. */
  drain(pasid: Ioasid): void;
}

export interface VdcmOptions {
  readonly mm: MmStruct;
  readonly queue: WorkQueue;
  /** PASID of the auxiliary domain: what a guest without PASID works under. */
  readonly defaultPasid: Ioasid;
}

/** One mediated device. */
export class Vdcm {
  readonly #ioasid: IoasidV1;
  readonly #guestSva: VtdGuestSva;
  readonly #machine: Machine;
  readonly #options: VdcmOptions;
  /** Host PASID in the queue's configuration. */
  #programmed: Ioasid = INVALID_IOASID;
  readonly #nb: NotifierBlock = {
    priority: VDCM_NOTIFIER_PRIORITY,
    notifierCall: (cmd, args) => this.#onEvent(cmd, args),
  };

  constructor(ioasid: IoasidV1, guestSva: VtdGuestSva, machine: Machine, options: VdcmOptions) {
    this.#ioasid = ioasid;
    this.#guestSva = guestSva;
    this.#machine = machine;
    this.#options = options;
  }

  open(): number {
    return this.#ioasid.ioasidAddNotifier(this.#nb);
  }

  close(): void {
    this.disableQueue();
    this.#ioasid.ioasidRemoveNotifier(this.#nb);
  }

  /** Host PASID that the queue works under; `INVALID_IOASID` when it is off. */
  get programmed(): Ioasid {
    return this.#programmed;
  }

  /**
   * The guest enables the queue. A shared queue needs nothing; 0 stands for the default PASID. Returns 0 or an errno: -EBUSY
   * enabled already, -ENXIO the guest PASID leads nowhere.
   */
  enableQueue(guestPasid: number): number {
    const { queue, defaultPasid } = this.#options;
    if (queue.mode === 'shared') return 0;
    if (this.#programmed !== INVALID_IOASID) return -Errno.EBUSY;
    const hostPasid = guestPasid === 0 ? defaultPasid : this.#hostPasidOf(guestPasid);
    if (hostPasid === null) return -Errno.ENXIO;
    this.#programmed = hostPasid;
    queue.program(hostPasid);
    return 0;
  }

  disableQueue(): void {
    if (this.#programmed === INVALID_IOASID) return;
    this.#options.queue.disable();
    this.#programmed = INVALID_IOASID;
  }

  /** The set under the mm is assumed to be that of the guest's PASIDs; its token has no type to look at. */
  #hostPasidOf(guestPasid: number): Ioasid | null {
    const set = this.#ioasid.ioasidFindSetByToken(this.#options.mm);
    return set === null ? null : this.#guestSva.hostPasidOf(set, guestPasid);
  }

  #onEvent(cmd: IoasidNotifyCmd, { id, setToken }: IoasidNbArgs): number {
    const { mm, queue } = this.#options;
    if (cmd !== IOASID_FREE || setToken !== mm || queue.mode !== 'shared') return NOTIFY_DONE;
    this.#machine.queueWork(() => queue.drain(id));
    return NOTIFY_OK;
  }
}
