/** VT-d guest SVA: binds a guest's page tables under a host PASID (reference 3.4). */
import { IOASID_BIND, IOASID_FREE, IOASID_UNBIND, NOTIFY_BAD, NOTIFY_DONE, NOTIFY_OK } from '../api.js';
import type { Ioasid, IoasidNbArgs, IoasidNotifyCmd, IoasidSet, IoasidV1, NotifierBlock } from '../api.js';
import { Errno, isErr, ptrErr } from '../errno.js';
import type { Machine } from '../machine.js';
import type { VtdDevice } from './hardware.js';

/** C: `PASID_MAX`. */
const pasidMax = 0x10_0000;
const pasidBits = 20;
/** Bytes of the request that the driver reads. */
const requestSize = 72;
/** Vendor flags that the driver knows: supervisor requests, extended accessed flag. */
const VTD_SRE = 1;
const VTD_EAFE = 2;

/** C: `struct iommu_gpasid_bind_data`. */
export interface GuestBindRequest {
  readonly argsz: number;
  readonly format: 'vtd' | 'other';
  readonly hpasid: Ioasid;
  /** PASID that the guest calls it; null when the guest has none of its own. */
  readonly gpasid: number | null;
  /** Guest-physical address of the guest's top page table. */
  readonly gpgd: number;
  /** In bits. */
  readonly addrWidth: number;
  readonly vendorFlags: number;
}

/** A request as guests make them: VT-d format, 48 bits, no flags. */
export function guestBindRequest(hpasid: Ioasid, gpasid: number | null, gpgd: number): GuestBindRequest {
  return { argsz: requestSize, format: 'vtd', hpasid, gpasid, gpgd, addrWidth: 48, vendorFlags: 0 };
}

/** What is bound under one host PASID (C: `struct intel_svm`): the private data of that id. */
export class GuestSvm {
  readonly pasid: Ioasid;
  readonly gpasid: number | null;
  readonly set: IoasidSet;
  /** The most recently bound first. */
  readonly devices: VtdDevice[] = [];
  /** Tears down what is left when the id was freed under it. */
  readonly work: () => void;

  constructor(pasid: Ioasid, gpasid: number | null, set: IoasidSet, work: (svm: GuestSvm) => void) {
    this.pasid = pasid;
    this.gpasid = gpasid;
    this.set = set;
    this.work = () => work(this);
  }
}

/** The driver's side of guest SVA, for all VT-d units of a machine. */
export class VtdGuestSva {
  readonly #ioasid: IoasidV1;
  readonly #machine: Machine;
  readonly #bound: GuestSvm[] = [];
  readonly #freeHandler: NotifierBlock = {
    priority: 0,
    notifierCall: (cmd, args) => this.#onEvent(cmd, args),
  };

  constructor(ioasid: IoasidV1, machine: Machine) {
    this.#ioasid = ioasid;
    this.#machine = machine;
  }

  /** Starts to listen for ids that are freed while they are bound. */
  init(): number {
    return this.#ioasid.ioasidAddNotifier(this.#freeHandler);
  }

  exit(): void {
    this.#ioasid.ioasidRemoveNotifier(this.#freeHandler);
  }

  /**
   * Binds a guest's page table on a device. Returns 0 or an errno: -EINVAL a bad request, -ENOTSUPP no PCI device, -ENOENT
   * unknown id, -EBUSY bound on this device already, or what the hardware refuses. A refused call leaves nothing behind.
   */
  bindGpasid(device: VtdDevice, request: GuestBindRequest): number {
    const refusal = checkRequest(device, request);
    if (refusal !== 0) return refusal;
    const { hpasid, gpasid } = request;
    const found = this.#ioasid.ioasidFind(null, hpasid);
    if (isErr(found)) return ptrErr(found);
    if (found !== null && !(found instanceof GuestSvm)) return -Errno.EINVAL;
    if (found?.devices.includes(device)) return -Errno.EBUSY;
    const set = this.#ioasid.ioasidFindSet(hpasid);
    if (isErr(set)) return ptrErr(set);
    const svm = found ?? new GuestSvm(hpasid, gpasid, set, (gone) => this.#tearDownRest(gone));
    const programmed = device.iommu.setupNested(device, {
      pasid: hpasid,
      guestRoot: request.gpgd,
      addressWidth: request.addrWidth,
      supervisorRequest: (request.vendorFlags & VTD_SRE) !== 0,
      extendedAccess: (request.vendorFlags & VTD_EAFE) !== 0,
    });
    if (programmed !== 0) return programmed;
    svm.devices.unshift(device);
    return found ? 0 : this.#announce(device, svm);
  }

  /** Unbinds. Returns 0 or an errno: -EINVAL nothing bound there, or that of the look-up. */
  unbindGpasid(device: VtdDevice, hpasid: Ioasid): number {
    const found = this.#ioasid.ioasidFind(null, hpasid);
    if (isErr(found)) return ptrErr(found);
    if (!(found instanceof GuestSvm) || !found.devices.includes(device)) return -Errno.EINVAL;
    found.devices.splice(found.devices.indexOf(device), 1);
    this.#tearDown(device, hpasid);
    if (found.devices.length > 0) return 0;
    if (found.gpasid !== null) this.#ioasid.ioasidNotify(hpasid, IOASID_UNBIND);
    this.#ioasid.ioasidAttachData(hpasid, null);
    this.#forget(found);
    return 0;
  }

  /** Host PASID that a guest PASID of a set is bound under, null when it is not. The API has no look-up by guest PASID. */
  hostPasidOf(set: IoasidSet, guestPasid: number): Ioasid | null {
    return this.#bound.find((svm) => svm.set === set && svm.gpasid === guestPasid)?.pasid ?? null;
  }

  /** The first device is programmed: the id gets its data, and the others hear of it; a refusal undoes everything. */
  #announce(device: VtdDevice, svm: GuestSvm): number {
    const attached = this.#ioasid.ioasidAttachData(svm.pasid, svm);
    if (attached !== 0) {
      this.#tearDown(device, svm.pasid);
      return attached;
    }
    this.#bound.push(svm);
    if (svm.gpasid === null || this.#ioasid.ioasidNotify(svm.pasid, IOASID_BIND) !== NOTIFY_BAD) return 0;
    this.#tearDown(device, svm.pasid);
    this.#ioasid.ioasidAttachData(svm.pasid, null);
    this.#forget(svm);
    return -Errno.ENOMEM;
  }

  /** Runs with the allocator locked: everything that waits for hardware goes to the queue. */
  #onEvent(cmd: IoasidNotifyCmd, { id, pdata }: IoasidNbArgs): number {
    if (cmd !== IOASID_FREE || !(pdata instanceof GuestSvm) || pdata.pasid !== id) return NOTIFY_DONE;
    this.#forget(pdata);
    this.#machine.queueWork(pdata.work);
    return NOTIFY_OK;
  }

  #tearDownRest(svm: GuestSvm): void {
    for (const device of svm.devices.splice(0)) this.#tearDown(device, svm.pasid);
  }

  #tearDown(device: VtdDevice, pasid: Ioasid): void {
    device.iommu.tearDown(device, pasid, { order: 'clear-first', ignoreFaults: false });
    if (device.pri) device.iommu.drainPageRequests(device, pasid, { flushFaultQueue: false });
  }

  #forget(svm: GuestSvm): void {
    const at = this.#bound.indexOf(svm);
    if (at >= 0) this.#bound.splice(at, 1);
  }
}

function checkRequest(device: VtdDevice, request: GuestBindRequest): number {
  const { argsz, format, hpasid, vendorFlags } = request;
  if (argsz < requestSize || format !== 'vtd') return -Errno.EINVAL;
  if ((vendorFlags & ~(VTD_SRE | VTD_EAFE)) !== 0) return -Errno.EINVAL;
  if (!device.isPci) return -Errno.ENOTSUPP;
  if (device.pasidBits !== pasidBits) return -Errno.EINVAL;
  if (hpasid === 0 || hpasid >= pasidMax) return -Errno.EINVAL;
  return 0;
}
