/** idxd character device: a process opens a work queue and submits from user space (reference 3.10). */
import { INVALID_IOASID } from '../api.js';
import type { Ioasid } from '../api.js';
import { Errno } from '../errno.js';
import type { VtdDevice } from './hardware.js';
import type { MmStruct } from './mm-struct.js';
import type { WorkQueue } from './vdcm.js';
import type { HostBond, VtdHostSva } from './vtd-host-sva.js';

/** An open file on a work queue. */
export interface IdxdFile {
  readonly mm: MmStruct;
  readonly pasid: Ioasid;
  readonly bond: HostBond;
}

/** One work queue of a device. */
export class IdxdCdev {
  readonly #hostSva: VtdHostSva;
  readonly #device: VtdDevice;
  readonly #queue: WorkQueue;
  readonly #files = new Set<IdxdFile>();

  constructor(hostSva: VtdHostSva, device: VtdDevice, queue: WorkQueue) {
    this.#hostSva = hostSva;
    this.#device = device;
    this.#queue = queue;
  }

  /** C: `idxd_cdev_open`. Returns the file or an errno: -EBUSY a dedicated queue is taken, -EINVAL no PASID, or that of bind. */
  open(current: MmStruct): IdxdFile | number {
    if (this.#queue.mode === 'dedicated' && this.#files.size > 0) return -Errno.EBUSY;
    const bond = this.#hostSva.bind(this.#device, current);
    if (typeof bond === 'number') return bond;
    if (bond.pasid === INVALID_IOASID) {
      this.#hostSva.unbind(bond);
      return -Errno.EINVAL;
    }
    if (this.#queue.mode === 'dedicated') this.#queue.program(bond.pasid);
    const file: IdxdFile = { mm: current, pasid: bond.pasid, bond };
    this.#files.add(file);
    return file;
  }

  /** C: `mmap`, `write` and `poll` of the file: 0, or -EPERM for another process than the one that opened it. */
  use(file: IdxdFile, current: MmStruct): number {
    return file.mm === current ? 0 : -Errno.EPERM;
  }

  /** C: `idxd_cdev_release`. */
  close(file: IdxdFile): void {
    if (!this.#files.delete(file)) return;
    if (this.#queue.mode === 'dedicated') this.#queue.disable();
    else this.#queue.drain(file.pasid);
    this.#hostSva.unbind(file.bond);
  }
}
