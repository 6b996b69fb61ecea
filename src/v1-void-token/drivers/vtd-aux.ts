/** VT-d auxiliary domains: a mediated device works under a PASID of its parent (reference 1.6 of the hardware, 'Aux attach'). */
import { INVALID_IOASID } from '../api.js';
import type { Ioasid, IoasidSet, IoasidV1 } from '../api.js';
import { Errno } from '../errno.js';
import type { VtdDevice } from './hardware.js';

export interface VtdAuxOptions {
  /** Physical address of the domain's second-level table. */
  readonly root: number;
  readonly did: number;
}

/** One auxiliary domain; all devices in it share its PASID. */
export class VtdAuxDomain {
  readonly #ioasid: IoasidV1;
  readonly #set: IoasidSet;
  readonly #options: VtdAuxOptions;
  readonly #devices: VtdDevice[] = [];
  #pasid: Ioasid = INVALID_IOASID;

  constructor(ioasid: IoasidV1, set: IoasidSet, options: VtdAuxOptions) {
    this.#ioasid = ioasid;
    this.#set = set;
    this.#options = options;
  }

  /** PASID of the domain; `INVALID_IOASID` while no device is in it. */
  get pasid(): Ioasid {
    return this.#pasid;
  }

  /** Returns 0 or an errno: -EBUSY in the domain already, -ENODEV no PASID is free, or that of the hardware. */
  attach(device: VtdDevice): number {
    if (this.#devices.includes(device)) return -Errno.EBUSY;
    if (this.#pasid === INVALID_IOASID) {
      this.#pasid = this.#ioasid.ioasidAlloc(this.#set, 1, device.iommu.pasidMax - 1, null);
      if (this.#pasid === INVALID_IOASID) return -Errno.ENODEV;
    }
    const { root, did } = this.#options;
    const programmed = device.iommu.setupSecondLevel(device, this.#pasid, root, did);
    if (programmed === 0) this.#devices.push(device);
    else if (this.#devices.length === 0) this.#freePasid();
    return programmed;
  }

  /** The entry goes before the id does, so that nobody gets an id whose old entry is live. */
  detach(device: VtdDevice): void {
    const at = this.#devices.indexOf(device);
    if (at < 0) return;
    this.#devices.splice(at, 1);
    device.iommu.tearDown(device, this.#pasid, { order: 'clear-first', ignoreFaults: false });
    if (this.#devices.length === 0) this.#freePasid();
  }

  #freePasid(): void {
    this.#ioasid.ioasidFree(this.#pasid);
    this.#pasid = INVALID_IOASID;
  }
}
