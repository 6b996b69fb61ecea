/** VFIO: hands PASIDs to guests, and passes their page tables on (reference 3.1). */
import { INVALID_IOASID } from '../api.js';
import type { Ioasid, IoasidSet, IoasidV1 } from '../api.js';
import { Errno, isErr, ptrErr } from '../errno.js';
import type { VtdDevice } from './hardware.js';
import type { MmStruct } from './mm-struct.js';
import type { GuestBindRequest, VtdGuestSva } from './vtd-guest-sva.js';

/** Ids that a process may hold. */
export const VFIO_DEFAULT_PASID_QUOTA = 1000;
export const VFIO_PASID_REQUEST_ALLOC = 1;
export const VFIO_PASID_REQUEST_FREE = 2;
/** Bytes of the request that the driver reads. */
const requestSize = 16;

/** C: `struct vfio_iommu_type1_pasid_request`. */
export interface PasidRequest {
  readonly argsz: number;
  readonly flags: number;
  /** For FREE the id is `min`. */
  readonly min: number;
  readonly max: number;
}

/** What one process has open (C: `struct vfio_mm`). */
interface VfioMm {
  readonly mm: MmStruct;
  readonly set: IoasidSet;
  users: number;
}

/** The driver: at most one `VfioMm` per process, so that it never makes two sets for one mm. */
export class Vfio {
  readonly #ioasid: IoasidV1;
  readonly #guestSva: VtdGuestSva;
  readonly #mms: VfioMm[] = [];

  constructor(ioasid: IoasidV1, guestSva: VtdGuestSva) {
    this.#ioasid = ioasid;
    this.#guestSva = guestSva;
  }

  /** Opens a container for a process. Returns it, or -ENOSPC, -ENOMEM, -EBUSY of the set. */
  open(mm: MmStruct, quota = VFIO_DEFAULT_PASID_QUOTA): VfioContainer | number {
    const known = this.#mms.find((vmm) => vmm.mm === mm);
    if (known) {
      known.users += 1;
      return new VfioContainer(this.#ioasid, this.#guestSva, known.set, () => this.#drop(known));
    }
    const set = this.#ioasid.ioasidAllocSet(mm, quota);
    if (isErr(set)) return ptrErr(set);
    const vmm: VfioMm = { mm, set, users: 1 };
    this.#mms.push(vmm);
    return new VfioContainer(this.#ioasid, this.#guestSva, set, () => this.#drop(vmm));
  }

  #drop(vmm: VfioMm): void {
    vmm.users -= 1;
    if (vmm.users > 0) return;
    this.#mms.splice(this.#mms.indexOf(vmm), 1);
    this.#ioasid.ioasidFreeSet(vmm.set, true);
  }
}

interface Binding {
  readonly pasid: Ioasid;
  readonly device: VtdDevice;
}

/** An open container. */
export class VfioContainer {
  readonly #ioasid: IoasidV1;
  readonly #guestSva: VtdGuestSva;
  readonly #set: IoasidSet;
  readonly #release: () => void;
  #bindings: Binding[] = [];
  #isOpen = true;

  constructor(ioasid: IoasidV1, guestSva: VtdGuestSva, set: IoasidSet, release: () => void) {
    this.#ioasid = ioasid;
    this.#guestSva = guestSva;
    this.#set = set;
    this.#release = release;
  }

  get set(): IoasidSet {
    return this.#set;
  }

  /** C: `VFIO_IOMMU_PASID_REQUEST`. Returns the id, 0 for a free, or an errno: -EINVAL, -ENOSPC, -EFAULT, or that of a free. */
  request({ argsz, flags, min, max }: PasidRequest): number {
    if (argsz < requestSize || (flags & ~(VFIO_PASID_REQUEST_ALLOC | VFIO_PASID_REQUEST_FREE)) !== 0)
      return -Errno.EINVAL;
    if (flags === VFIO_PASID_REQUEST_FREE) return this.free(min);
    if (flags !== VFIO_PASID_REQUEST_ALLOC) return -Errno.EINVAL;
    const id = this.alloc(min, max);
    // The answer goes back through a signed word, in which 0 means that nothing was written.
    return id === 0 ? -Errno.EFAULT : id;
  }

  /** A guest asks for a PASID. Returns it, or -EINVAL for an empty range, -ENOSPC. */
  alloc(min: Ioasid, max: Ioasid): number {
    if (min > max) return -Errno.EINVAL;
    const id = this.#ioasid.ioasidAlloc(this.#set, min, max, null);
    if (id === INVALID_IOASID) return -Errno.ENOSPC;
    return id;
  }

  /** A guest gives a PASID back. Returns 0, -ENOENT, or -EACCES for one of another set. */
  free(id: Ioasid): number {
    const found = this.#ioasid.ioasidFind(this.#set, id);
    if (isErr(found)) return ptrErr(found);
    this.#bindings = this.#bindings.filter(({ pasid }) => pasid !== id);
    this.#ioasid.ioasidFree(id);
    return 0;
  }

  /** A guest binds its page table; the answer is that of the IOMMU driver. */
  bind(device: VtdDevice, request: GuestBindRequest): number {
    const result = this.#guestSva.bindGpasid(device, request);
    if (result === 0) this.#bindings.push({ device, pasid: request.hpasid });
    return result;
  }

  unbind(device: VtdDevice, hpasid: Ioasid): number {
    const result = this.#guestSva.unbindGpasid(device, hpasid);
    if (result === 0) {
      this.#bindings = this.#bindings.filter((binding) => binding.device !== device || binding.pasid !== hpasid);
    }
    return result;
  }

  /** Closes the container: what the guest left bound is unbound, lowest PASID first, and with the last one the set goes. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const left = [...this.#bindings].sort((one, other) => one.pasid - other.pasid);
    for (const { device, pasid } of left) this.unbind(device, pasid);
    this.#release();
  }
}
