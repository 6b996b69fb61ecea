/** VFIO: PASIDs for the guest of a process (C: `vfio_mm`; reference 3.1). */
import { ioasid, type Ioasid, type IoasidRange, type IoasidSet, type IoasidV2 } from '../api.js';
import { mmToken, type MmStruct } from '../pointers.js';
import { ok } from '../result.js';
import type { GuestBindRequest } from './guest-bind-request.js';
import { expectOk, finished, letGo, refuse, type DriverResult } from './outcome.js';
import type { VtdDevice } from './vtd-device.js';
import type { VtdGuestSva } from './vtd-guest-sva.js';

const defaultQuota = 1000;

/** What all containers of one process share. */
interface VfioMm {
  readonly mm: MmStruct;
  readonly set: IoasidSet;
  /** Devices by id that the guest has bound. */
  readonly bound: Map<number, Set<VtdDevice>>;
  containers: number;
}

export interface VfioOptions {
  /** Bind and unbind only ids of the caller's own set (V4 11/18); off, as the first series had it. */
  readonly checkOwner?: boolean;
}

export class Vfio {
  readonly #ioasid: IoasidV2;
  readonly #sva: VtdGuestSva;
  readonly #checkOwner: boolean;
  /** By mm, so that a second container of a process does not ask for a second set. */
  readonly #processes = new Map<MmStruct, VfioMm>();

  constructor(api: IoasidV2, sva: VtdGuestSva, { checkOwner = false }: VfioOptions = {}) {
    this.#ioasid = api;
    this.#sva = sva;
    this.#checkOwner = checkOwner;
  }

  /** Opens a container. EEXIST: somebody else made a set for this mm; ENOSPC: capacity; ENOMEM. */
  open(mm: MmStruct, quota = defaultQuota): DriverResult<VfioContainer> {
    let process = this.#processes.get(mm);
    if (process === undefined) {
      const made = this.#ioasid.ioasidAllocSet(mmToken(mm), quota);
      if (!made.ok) return made;
      process = { mm, set: made.value, bound: new Map(), containers: 0 };
      this.#processes.set(mm, process);
    }
    process.containers++;
    return ok(new VfioContainer(this.#ioasid, this.#sva, process, this.#checkOwner, () => this.#closed(process)));
  }

  /** The last container of a process unbinds what its guest left, lowest PASID first, frees all ids, and lets the set go. */
  #closed(process: VfioMm): DriverResult {
    if (--process.containers > 0) return finished;
    this.#processes.delete(process.mm);
    const ids = idsOf(this.#ioasid, process.set);
    for (const id of ids) for (const device of process.bound.get(id) ?? []) this.#sva.unbind(device, id);
    for (const id of ids) letGo(this.#ioasid.ioasidFree(process.set, id));
    const put = this.#ioasid.ioasidSetPut(process.set);
    return put.ok ? finished : put;
  }
}

export class VfioContainer {
  readonly #ioasid: IoasidV2;
  readonly #sva: VtdGuestSva;
  readonly #process: VfioMm;
  readonly #checkOwner: boolean;
  readonly #onClose: () => DriverResult;
  #open = true;

  constructor(api: IoasidV2, sva: VtdGuestSva, process: VfioMm, checkOwner: boolean, onClose: () => DriverResult) {
    this.#ioasid = api;
    this.#sva = sva;
    this.#process = process;
    this.#checkOwner = checkOwner;
    this.#onClose = onClose;
  }

  /** Set of the process. */
  get set(): IoasidSet {
    return this.#process.set;
  }

  /** A guest asks for a PASID. ENOSPC whatever the reason; EFAULT for 0, which the call's result cannot say. */
  alloc(range: IoasidRange): DriverResult<Ioasid> {
    const id = this.#ioasid.ioasidAlloc(this.#process.set, range);
    if (!id.ok) return refuse('ENOSPC', id.error.reason);
    if (id.value > 0 && id.value < 0x8000_0000) return id;
    expectOk(this.#ioasid.ioasidFree(this.#process.set, id.value));
    return refuse('EFAULT', 'result-not-positive');
  }

  /** A guest gives a PASID back. ENOENT: no such id; EACCES: of another set. */
  free(id: number): DriverResult {
    if (!this.#ioasid.pasidValid(id)) return refuse('EINVAL', 'pasid-range');
    const freed = this.#ioasid.ioasidFree(this.#process.set, id);
    return freed.ok ? ok(undefined) : freed;
  }

  /** A guest binds its page table: the IOMMU driver does it. */
  bind(device: VtdDevice, request: GuestBindRequest): DriverResult {
    const bound = this.#checkOwner
      ? this.#sva.bindOwned(this.#process.mm, device, request)
      : this.#sva.bind(device, request);
    if (!bound.ok) return bound;
    const devices = this.#process.bound.get(request.hostPasid) ?? new Set();
    this.#process.bound.set(request.hostPasid, devices.add(device));
    return bound;
  }

  /** A guest unbinds its page table. */
  unbind(device: VtdDevice, id: number): DriverResult {
    const unbound = this.#checkOwner
      ? this.#sva.unbindOwned(this.#process.mm, device, id)
      : this.#sva.unbind(device, id);
    if (unbound.ok) this.#process.bound.get(id)?.delete(device);
    return unbound;
  }

  /** A device leaves the container while the guest lives on: every PASID of the set is unbound from it. */
  detach(device: VtdDevice): void {
    for (const id of idsOf(this.#ioasid, this.#process.set)) {
      if (this.#process.bound.get(id)?.has(device) !== true) continue;
      const unbound = this.unbind(device, id);
      if (!unbound.ok) this.#process.bound.get(id)?.delete(device);
    }
  }

  /** Closes the container; a second close changes nothing. EINVAL: somebody else put the set to death. */
  close(): DriverResult {
    if (!this.#open) return finished;
    this.#open = false;
    return this.#onClose();
  }
}

/** Ids of a set, ascending; none for a set without any. */
function idsOf(api: IoasidV2, set: IoasidSet): readonly Ioasid[] {
  const ids: Ioasid[] = [];
  // A set without ids answers with an error, which is none here.
  const walked = api.ioasidSetForEachIoasid(set, (id) => ids.push(ioasid(id)));
  return walked.ok ? ids : [];
}
