/** KVM: keeps the table that turns a guest's PASIDs into the host's when it executes ENQCMD (reference 3.2). */
import { IOASID_BIND, IOASID_FREE, IOASID_UNBIND, NOTIFY_BAD, NOTIFY_DONE, NOTIFY_OK } from '../api.js';
import type { Ioasid, IoasidNbArgs, IoasidNotifyCmd, IoasidV1, NotifierBlock } from '../api.js';
import { Errno } from '../errno.js';
import type { GuestPasidTables } from './hardware.js';
import type { MmStruct } from './mm-struct.js';
import { GuestSvm } from './vtd-guest-sva.js';

/** KVM hears before IOMMU and device drivers. */
const KVM_NOTIFIER_PRIORITY = 3;
/** PASIDs of guest and host are below. */
const pasidMax = 0x10_0000;

/** One virtual machine. */
export class KvmVm {
  readonly #ioasid: IoasidV1;
  readonly #mm: MmStruct;
  readonly #tables: GuestPasidTables;
  readonly #nb: NotifierBlock = {
    priority: KVM_NOTIFIER_PRIORITY,
    notifierCall: (cmd, args) => this.#onEvent(cmd, args),
  };

  constructor(ioasid: IoasidV1, mm: MmStruct, tables: GuestPasidTables) {
    this.#ioasid = ioasid;
    this.#mm = mm;
    this.#tables = tables;
  }

  /** First virtual CPU. Returns 0, -ENOMEM, or what the registration says; a failure leaves nothing behind. */
  open(): number {
    if (!this.#tables.allocate()) return -Errno.ENOMEM;
    const registered = this.#ioasid.ioasidAddNotifier(this.#nb);
    if (registered !== 0) this.#tables.release();
    return registered;
  }

  /** The virtual machine goes away. */
  close(): void {
    this.#ioasid.ioasidRemoveNotifier(this.#nb);
    this.#tables.release();
  }

  /** Host PASID that ENQCMD puts in its command; null when the CPU leaves the guest instead (exit reason 72). */
  enqcmd(guestPasid: number): Ioasid | null {
    return this.#tables.lookUp(guestPasid);
  }

  #onEvent(cmd: IoasidNotifyCmd, { id, setToken, pdata }: IoasidNbArgs): number {
    // Nothing says that the token is an mm; it has to be taken on trust.
    if (setToken !== this.#mm) return NOTIFY_DONE;
    if (!(pdata instanceof GuestSvm) || pdata.gpasid === null) return NOTIFY_DONE;
    if (pdata.gpasid >= pasidMax || id >= pasidMax) return NOTIFY_DONE;
    if (cmd === IOASID_BIND) return this.#tables.write(pdata.gpasid, id) ? NOTIFY_OK : NOTIFY_BAD;
    // The id is gone after FREE, so that no UNBIND will follow.
    if (cmd === IOASID_UNBIND || cmd === IOASID_FREE) return this.#clear(pdata.gpasid, id);
    return NOTIFY_DONE;
  }

  #clear(guestPasid: number, hostPasid: Ioasid): number {
    if (this.#tables.lookUp(guestPasid) !== hostPasid) return NOTIFY_DONE;
    this.#tables.blockVmEntry();
    this.#tables.clear(guestPasid);
    this.#tables.unblockVmEntry();
    return NOTIFY_OK;
  }
}
