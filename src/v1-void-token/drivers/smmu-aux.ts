/** Arm SMMUv3 auxiliary domains: a private set without token, because each guest has a PASID space of its own (reference 3.8). */
import { INVALID_IOASID } from '../api.js';
import type { Ioasid, IoasidSet, IoasidV1 } from '../api.js';
import { Errno, isErr, ptrErr } from '../errno.js';
import type { SmmuDomain } from './hardware.js';

/** Ids that the auxiliary domains of a machine may use; the API has no set without a quota. */
const SMMU_AUX_QUOTA = 0x1000;

export interface SmmuAuxDomain {
  readonly parent: SmmuDomain;
  readonly ssid: Ioasid;
  readonly asid: number;
}

export class SmmuAux {
  readonly #ioasid: IoasidV1;
  readonly #set: IoasidSet;

  private constructor(ioasid: IoasidV1, set: IoasidSet) {
    this.#ioasid = ioasid;
    this.#set = set;
  }

  /** Makes the private set. Returns the driver or the errno of the set. */
  static init(ioasid: IoasidV1, quota = SMMU_AUX_QUOTA): SmmuAux | number {
    const set = ioasid.ioasidAllocSet(null, quota);
    if (isErr(set)) return ptrErr(set);
    return new SmmuAux(ioasid, set);
  }

  exit(): void {
    this.#ioasid.ioasidFreeSet(this.#set, true);
  }

  /** Puts a private table under an id of its own. Returns the domain or an errno: -ENOSPC no id, or that of the descriptor. */
  attach(parent: SmmuDomain, root: number): SmmuAuxDomain | number {
    const ssid = this.#ioasid.ioasidAlloc(this.#set, 1, 2 ** parent.ssidBits - 1, null);
    if (ssid === INVALID_IOASID) return -Errno.ENOSPC;
    const asid = parent.allocPrivateAsid();
    const written = asid < 0 ? asid : parent.writePrivateDescriptor(ssid, asid, root);
    if (written === 0) return { parent, ssid, asid };
    if (asid >= 0) parent.freePrivateAsid(asid);
    this.#ioasid.ioasidFree(ssid);
    return written;
  }

  detach({ parent, ssid, asid }: SmmuAuxDomain): void {
    parent.clearDescriptor(ssid);
    parent.invalidateDevices(ssid);
    parent.freePrivateAsid(asid);
    this.#ioasid.ioasidFree(ssid);
  }
}
