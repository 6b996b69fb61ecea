/** VT-d in a guest: the host hands out PASIDs through the virtual command register (reference 3.6). */
import { INVALID_IOASID } from '../api.js';
import type { Ioasid, IoasidAllocatorOps, IoasidV1 } from '../api.js';
import { isErr } from '../errno.js';
import type { Machine } from '../machine.js';
import type { VtdUnit } from './hardware.js';

/** The custom allocator of the virtual units; they share it, because each asks the same host. */
export class VcmdAllocator {
  readonly #ioasid: IoasidV1;
  readonly #machine: Machine;
  readonly #registered = new Map<VtdUnit, IoasidAllocatorOps>();

  constructor(ioasid: IoasidV1, machine: Machine) {
    this.#ioasid = ioasid;
    this.#machine = machine;
  }

  /**
   * C: `register_pasid_allocator`. A unit without virtual commands needs none. Returns 0 or the errno of the registration,
   * after which the unit has no scalable mode.
   */
  register(unit: VtdUnit): number {
    if (!unit.offersVirtualCommands || this.#registered.has(unit)) return 0;
    const ops: IoasidAllocatorOps = { alloc: this.#alloc, free: this.#free, pdata: unit };
    const result = this.#ioasid.ioasidRegisterAllocator(ops);
    if (result === 0) this.#registered.set(unit, ops);
    else unit.disableScalableMode();
    return result;
  }

  unregister(unit: VtdUnit): void {
    const ops = this.#registered.get(unit);
    if (!ops) return;
    this.#registered.delete(unit);
    this.#ioasid.ioasidUnregisterAllocator(ops);
  }

  /** The host chooses: what it returns may lie anywhere below its maximum, and the library looks at the range. */
  readonly #alloc = (min: Ioasid, max: Ioasid, pdata: unknown): Ioasid => {
    const unit = pdata as VtdUnit;
    if (min < 1 || max > unit.pasidMax - 1) return INVALID_IOASID;
    const pasid = unit.vcmdAllocPasid();
    return pasid < 0 ? INVALID_IOASID : pasid;
  };

  /**
   * The id goes back to the host whether it still has private data (whoever freed it knew) or is not recorded any more (a
   * roll-back): holding it would leak a PASID of the host.
   */
  readonly #free = (id: Ioasid, pdata: unknown): void => {
    const unit = pdata as VtdUnit;
    const priv = this.#ioasid.ioasidFind(null, id);
    if (isErr(priv)) this.#machine.log('warn', 'a PASID goes back to the host without having been recorded', { id });
    unit.vcmdFreePasid(id);
  };
}
