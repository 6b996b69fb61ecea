/** SMMUv3 auxiliary domains: a private set without a token, whose ids are SSIDs of one device (reference 3.8). */
import type { Ioasid, IoasidSet, IoasidV2 } from '../api.js';
import type { FieldValue, SmmuMaster, SmmuV3 } from '../hw/index.js';
import { noToken } from '../pointers.js';
import { ok } from '../result.js';
import { finished, letGo, refuse, type DriverResult } from './outcome.js';

/** An address space on a device beside the device's own one. */
export interface SmmuAuxiliaryBond {
  readonly ssid: Ioasid;
  readonly master: SmmuMaster;
}

export class SmmuAuxiliary {
  readonly #ioasid: IoasidV2;
  readonly #smmu: SmmuV3;
  readonly #set: IoasidSet;
  readonly #bonds = new Set<SmmuAuxiliaryBond>();

  private constructor(api: IoasidV2, smmu: SmmuV3, set: IoasidSet) {
    this.#ioasid = api;
    this.#smmu = smmu;
    this.#set = set;
  }

  /** Makes the set; nobody looks it up, so it has no token. ENOSPC, ENOMEM, EINVAL as `ioasidAllocSet`. */
  static create(api: IoasidV2, smmu: SmmuV3, quota: number): DriverResult<SmmuAuxiliary> {
    const set = api.ioasidAllocSet(noToken, quota);
    return set.ok ? ok(new SmmuAuxiliary(api, smmu, set.value)) : set;
  }

  /** Puts an address space on a master. ENOSPC, ENOMEM: no id; EINVAL: the master is in no stage-1 domain. */
  attach(
    master: SmmuMaster,
    space: { readonly asid: number; readonly root: FieldValue },
  ): DriverResult<SmmuAuxiliaryBond> {
    if (master.domain === null) return refuse('EINVAL', 'no-domain');
    const ssid = this.#ioasid.ioasidAlloc(this.#set, { min: 1, max: 2 ** master.ssidBits - 1 });
    if (!ssid.ok) return ssid;
    const attached = this.#smmu.attachAuxiliary(master.domain, ssid.value, space);
    if (!attached.ok) {
      letGo(this.#ioasid.ioasidFree(this.#set, ssid.value));
      return attached;
    }
    const bond = { ssid: ssid.value, master };
    this.#bonds.add(bond);
    return ok(bond);
  }

  /** Takes it off: the descriptor first, then the id. EINVAL: it is off already. */
  detach(bond: SmmuAuxiliaryBond): DriverResult {
    if (!this.#bonds.delete(bond)) return refuse('EINVAL', 'not-attached');
    const { domain } = bond.master;
    const detached = domain === null ? finished : this.#smmu.detachAuxiliary(domain, bond.ssid);
    letGo(this.#ioasid.ioasidFree(this.#set, bond.ssid));
    return detached.ok ? finished : detached;
  }

  /** Gives the set back. EBUSY: address spaces are on; EINVAL: given back already. */
  close(): DriverResult {
    if (this.#bonds.size > 0) return refuse('EBUSY', 'attached');
    const put = this.#ioasid.ioasidSetPut(this.#set);
    return put.ok ? finished : put;
  }
}
