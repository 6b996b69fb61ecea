/** KVM: guest PASIDs of ENQCMD become host PASIDs (reference 3.2). */
import type { Ioasid, IoasidNotification, IoasidSet, IoasidV2, NotifierAnswer } from '../api.js';
import type { PasidTranslation } from '../hw/index.js';
import type { MmStruct } from '../pointers.js';
import { letGo, type DriverResult } from './outcome.js';

const pasidLimit = 0x10_0000;

/** One virtual machine. It hears of its process's ids through the mm, before or after the set is there. */
export class KvmVm {
  readonly #ioasid: IoasidV2;
  readonly #mm: MmStruct;
  readonly #table: PasidTranslation;
  /** By guest PASID: the id behind it, held for as long as the entry stands. */
  readonly #held = new Map<number, { readonly set: IoasidSet; readonly id: Ioasid }>();
  readonly #block = { priority: 'cpu', notifierCall: (args: IoasidNotification) => this.#heard(args) } as const;

  constructor(api: IoasidV2, mm: MmStruct, table: PasidTranslation) {
    this.#ioasid = api;
    this.#mm = mm;
    this.#table = table;
  }

  /** First virtual CPU. EBUSY: the process has ids already, so translations would be missing; ENOMEM. */
  open(): DriverResult {
    return this.#ioasid.ioasidRegisterNotifierMm(this.#mm, this.#block);
  }

  /** What ENQCMD with a guest PASID reaches: the host PASID, or null for a VM exit. */
  enqcmd(guestPasid: number): number | null {
    const translation = this.#table.translate(guestPasid);
    return translation.kind === 'host' ? translation.pasid : null;
  }

  /** The machine is gone, and its tables with it: what they held is let go. */
  close(): DriverResult {
    const unregistered = this.#ioasid.ioasidUnregisterNotifierMm(this.#mm, this.#block);
    for (const [guest, { set, id }] of [...this.#held].sort(([a], [b]) => a - b)) {
      this.#held.delete(guest);
      letGo(this.#ioasid.ioasidPut(set, id));
    }
    return unregistered;
  }

  #heard({ event, id, spid, set }: IoasidNotification): NotifierAnswer {
    if (id === null || spid === null || id >= pasidLimit || spid >= pasidLimit) return 'done';
    if (event === 'bind') return this.#bound(set, id, spid);
    // A free ends the translation as well: nobody may submit work with an id that is on its way out.
    if (event === 'unbind' || event === 'free') return this.#unbound(set, id, spid);
    return 'done';
  }

  #bound(set: IoasidSet, id: Ioasid, guest: number): NotifierAnswer {
    const former = this.#held.get(guest);
    if (former !== undefined) return former.id === id ? 'ok' : 'bad';
    // Without the reference there is no entry: the id could be handed out again under it.
    const held = this.#ioasid.ioasidGetLocked(set, id);
    if (!held.ok) return 'bad';
    this.#held.set(guest, { set, id });
    this.#table.set(guest, id);
    return 'ok';
  }

  #unbound(set: IoasidSet, id: Ioasid, guest: number): NotifierAnswer {
    if (this.#held.get(guest)?.id !== id) return 'done';
    this.#table.clear(guest);
    this.#held.delete(guest);
    letGo(this.#ioasid.ioasidPutLocked(set, id));
    return 'ok';
  }
}
