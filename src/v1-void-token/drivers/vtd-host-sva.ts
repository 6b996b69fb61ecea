/** VT-d host SVA: a device works in the address space of a process of the host (reference 3.5). */
import type { Ioasid } from '../api.js';
import { Errno } from '../errno.js';
import type { VtdDevice } from './hardware.js';
import type { MmStruct, MmuNotifier, MmuNotifiers } from './mm-struct.js';
import type { SvaLib } from './sva-lib.js';

/** Devices that are bound to one process (C: `struct intel_svm`). */
interface HostSvm {
  readonly mm: MmStruct;
  readonly pasid: Ioasid;
  /** How many bonds each device has, in order of the first. */
  readonly devices: Map<VtdDevice, number>;
  readonly notifier: MmuNotifier;
}

/** What `bind` gives back, for `unbind`. */
export interface HostBond {
  readonly device: VtdDevice;
  readonly mm: MmStruct;
  readonly pasid: Ioasid;
}

export interface HostBindOptions {
  /** The device may use supervisor addresses: only with the kernel's own tables. */
  readonly supervisor?: boolean;
}

export class VtdHostSva {
  readonly #lib: SvaLib;
  readonly #processes: MmuNotifiers;
  /** C: `init_mm`, the kernel's own address space: what is bound, not a token. */
  readonly #initMm: MmStruct;
  readonly #svms = new Map<MmStruct, HostSvm>();

  constructor(lib: SvaLib, processes: MmuNotifiers, initMm: MmStruct) {
    this.#lib = lib;
    this.#processes = processes;
    this.#initMm = initMm;
  }

  /** Returns the bond or an errno: -EINVAL a process with supervisor rights, or that of the PASID or the hardware. */
  bind(device: VtdDevice, process: MmStruct | null, { supervisor = false }: HostBindOptions = {}): HostBond | number {
    if (supervisor === (process !== null)) return -Errno.EINVAL;
    const mm = process ?? this.#initMm;
    if (this.#processes.isDead(mm)) return -Errno.ESRCH;
    const allocated = this.#lib.allocPasid(mm, 1, device.iommu.pasidMax - 1);
    if (allocated !== 0) return allocated;
    const svm = this.#svms.get(mm) ?? this.#start(mm);
    const bonds = svm.devices.get(device) ?? 0;
    if (bonds === 0) {
      const programmed = device.iommu.setupFirstLevel(device, svm.pasid, mm.pgd, { supervisor });
      if (programmed !== 0) {
        this.#endIfUnused(svm);
        this.#lib.freePasid(mm);
        return programmed;
      }
    }
    svm.devices.set(device, bonds + 1);
    return { device, mm, pasid: svm.pasid };
  }

  unbind({ device, mm, pasid }: HostBond): void {
    const svm = this.#svms.get(mm);
    const bonds = svm?.devices.get(device) ?? 0;
    if (!svm || bonds === 0) return;
    if (bonds > 1) svm.devices.set(device, bonds - 1);
    else {
      svm.devices.delete(device);
      device.iommu.tearDown(device, pasid, { order: 'clear-last', ignoreFaults: false });
      if (device.pri) device.iommu.drainPageRequests(device, pasid, { flushFaultQueue: true });
      this.#endIfUnused(svm);
    }
    this.#lib.freePasid(mm);
  }

  #start(mm: MmStruct): HostSvm {
    const pasid = this.#lib.pasidOf(mm);
    const devices = new Map<VtdDevice, number>();
    const notifier: MmuNotifier = {
      // The tables go; faults of what is still in flight are nobody's business.
      release: () => {
        for (const device of devices.keys()) {
          device.iommu.tearDown(device, pasid, { order: 'clear-last', ignoreFaults: true });
        }
      },
      invalidateRange: (start, end) => {
        for (const device of devices.keys()) device.iommu.invalidateRange(device, pasid, start, end);
      },
    };
    const svm: HostSvm = { mm, pasid, devices, notifier };
    this.#svms.set(mm, svm);
    this.#processes.register(mm, notifier);
    return svm;
  }

  #endIfUnused(svm: HostSvm): void {
    if (svm.devices.size > 0) return;
    this.#svms.delete(svm.mm);
    this.#processes.unregister(svm.mm, svm.notifier);
  }
}
