/** VT-d auxiliary domains: a domain beside a device's own one, under a PASID from the host's set (reference 2.8, 3.4). */
import type { Ioasid, IoasidSet, IoasidV2 } from '../api.js';
import type { AuxiliaryDomain, FieldValue } from '../hw/index.js';
import { ok } from '../result.js';
import { finished, letGo, refuse, type DriverResult } from './outcome.js';
import type { VtdDevice } from './vtd-device.js';

export interface AuxiliaryConfig {
  /** Root of the domain's table. */
  readonly root: FieldValue;
  /** Tag of the domain. */
  readonly did: number;
  /** First-stage table instead of a second-stage one. */
  readonly firstStage?: boolean;
}

export class VtdAuxiliaryDomain {
  readonly #ioasid: IoasidV2;
  readonly #set: IoasidSet;
  readonly #domain: AuxiliaryDomain;
  #device: VtdDevice | null = null;

  constructor(api: IoasidV2, set: IoasidSet, { root, did, firstStage = false }: AuxiliaryConfig) {
    this.#ioasid = api;
    this.#set = set;
    this.#domain = { pasid: null, did, root, firstStage };
  }

  /** PASID that a mediated device of the domain works under; null while it is attached to nothing. */
  get pasid(): number | null {
    return this.#domain.pasid;
  }

  /** Attaches the domain to a device. EBUSY: it is attached; ENOSPC, ENOMEM, EINVAL as `ioasidAlloc`. */
  attach(device: VtdDevice): DriverResult<number> {
    if (this.#device !== null) return refuse('EBUSY', 'domain-attached');
    const { iommu, endpoint } = device;
    const max = 2 ** endpoint.table.pasidBits - 1;
    const allocated = this.#ioasid.ioasidAlloc(this.#set, { min: 1, max });
    if (!allocated.ok) return allocated;
    const id = allocated.value;
    const attached = iommu.attachAuxiliary(endpoint, this.#domain, () => ok(id));
    if (attached.ok) {
      this.#device = device;
      return ok(id);
    }
    this.#domain.pasid = null;
    letGo(this.#ioasid.ioasidFree(this.#set, id));
    return attached;
  }

  /** Detaches it; the hardware layer frees the id before it tears the entry down, as the kernel does. EINVAL: not attached. */
  detach(): DriverResult {
    const device = this.#device;
    if (device === null) return refuse('EINVAL', 'not-attached');
    this.#device = null;
    const id = this.#domain.pasid as Ioasid;
    this.#domain.pasid = null;
    const free = () => letGo(this.#ioasid.ioasidFree(this.#set, id));
    const detached = device.iommu.detachAuxiliary(device.endpoint, id, free);
    return detached.ok ? finished : detached;
  }
}
