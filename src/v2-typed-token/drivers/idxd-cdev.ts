/** idxd: a process opens the work queue of an accelerator (reference 3.10). */
import type { Ioasid } from '../api.js';
import type { MmStruct } from '../pointers.js';
import { ok } from '../result.js';
import type { AcceleratorQueue } from './accelerator-queue.js';
import { finished, refuse, type DriverResult } from './outcome.js';
import type { Process } from './process-lives.js';
import type { VtdDevice } from './vtd-device.js';
import type { HostBond, VtdHostSva } from './vtd-host-sva.js';

/** An open work queue. */
export interface IdxdFile {
  readonly pasid: Ioasid;
  readonly bond: HostBond;
}

export class IdxdCdev {
  readonly #sva: VtdHostSva;
  readonly #device: VtdDevice;
  readonly #queue: AcceleratorQueue;
  readonly #files = new Set<IdxdFile>();
  #kernelBond: HostBond | null = null;

  constructor(sva: VtdHostSva, device: VtdDevice, queue: AcceleratorQueue) {
    this.#sva = sva;
    this.#device = device;
    this.#queue = queue;
  }

  /** Binds the kernel's own PASID, for work that the kernel submits. EBUSY: done already. */
  probe(): DriverResult<Ioasid> {
    if (this.#kernelBond !== null) return refuse('EBUSY', 'probed');
    const bond = this.#sva.bind(this.#device, null, { supervisor: true });
    if (!bond.ok) return bond;
    this.#kernelBond = bond.value;
    return ok(bond.value.pasid);
  }

  remove(): DriverResult {
    const bond = this.#kernelBond;
    this.#kernelBond = null;
    return bond === null ? refuse('EINVAL', 'not-probed') : this.#sva.unbind(bond);
  }

  /** A process opens the queue. EBUSY: a dedicated queue is open; else as `VtdHostSva.bind`. */
  open(process: Process): DriverResult<IdxdFile> {
    const dedicated = this.#queue.mode === 'dedicated';
    if (dedicated && this.#files.size > 0) return refuse('EBUSY', 'queue-open');
    const bond = this.#sva.bind(this.#device, process);
    if (!bond.ok) return bond;
    const file = { pasid: bond.value.pasid, bond: bond.value };
    this.#files.add(file);
    if (dedicated) this.#queue.program(file.pasid);
    return ok(file);
  }

  /** Maps, writes or polls. EPERM: it is another process's file; EINVAL: it is closed. */
  access(file: IdxdFile, current: MmStruct): DriverResult {
    if (!this.#files.has(file)) return refuse('EINVAL', 'file-closed');
    return file.bond.mm === current ? finished : refuse('EPERM', 'other-process');
  }

  /** Closes the file: what runs under the PASID ends first, then the bond. EINVAL: it is closed. */
  close(file: IdxdFile): DriverResult {
    if (!this.#files.delete(file)) return refuse('EINVAL', 'file-closed');
    if (this.#queue.mode === 'shared') this.#queue.drain(file.pasid);
    else this.#queue.disable();
    return this.#sva.unbind(file.bond);
  }
}
