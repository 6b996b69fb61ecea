/** VT-d guest SVA: a guest's page tables under host PASIDs (C: `intel_svm_bind_gpasid`; reference 3.4). */
import { ioasid, type Ioasid, type IoasidNotification, type IoasidV2, type NotifierAnswer } from '../api.js';
import type { MmStruct } from '../pointers.js';
import { PrivateData } from '../pointers.js';
import { checkGuestBind, guestBinding, type GuestBindRequest } from './guest-bind-request.js';
import { expectOk, finished, letGo, refuse, type DriverResult } from './outcome.js';
import type { VtdDevice } from './vtd-device.js';
import type { DeferredWork } from './deferred-work.js';

/** What the driver keeps on a bound id (C: `struct intel_svm`). */
export class GuestSvm extends PrivateData {
  readonly id: Ioasid;
  readonly guestPasid: Ioasid | null;
  /** The most recently bound first. */
  devices: readonly VtdDevice[];
  ended = false;

  constructor(id: Ioasid, guestPasid: Ioasid | null, device: VtdDevice) {
    super();
    this.id = id;
    this.guestPasid = guestPasid;
    this.devices = [device];
  }
}

export class VtdGuestSva {
  readonly #ioasid: IoasidV2;
  readonly #work: DeferredWork;
  /** Without a rank, as the posted driver has it: it runs last. */
  readonly #block = { priority: 'last', notifierCall: (args: IoasidNotification) => this.#heard(args) } as const;

  constructor(api: IoasidV2, work: DeferredWork) {
    this.#ioasid = api;
    this.#work = work;
  }

  /** Listens for frees of bound ids, whoever's set they are in. */
  init(): DriverResult {
    return this.#ioasid.ioasidRegisterNotifier(null, this.#block);
  }

  exit(): DriverResult {
    return this.#ioasid.ioasidUnregisterNotifier(null, this.#block);
  }

  /** As `bind`, for a process that must own the id (V4 11/18). EPERM: it does not; EINVAL: no process does. */
  bindOwned(current: MmStruct, device: VtdDevice, request: GuestBindRequest): DriverResult {
    return this.#asOwner(current, request.hostPasid, () => this.bind(device, request));
  }

  /** As `unbind`, for a process that must own the id. */
  unbindOwned(current: MmStruct, device: VtdDevice, hostPasid: number): DriverResult {
    return this.#asOwner(current, hostPasid, () => this.unbind(device, hostPasid));
  }

  /**
   * Binds a guest table to a device. EINVAL, ENOTSUPP: the request or the device is wrong; ENOENT: no such id; EBUSY: the
   * device has the id already, or the id is being freed; else what the hardware layer answers. Nothing is left behind.
   */
  bind(device: VtdDevice, request: GuestBindRequest): DriverResult {
    const checked = checkGuestBind(device, request);
    if (!checked.ok) return checked;
    const id = ioasid(request.hostPasid);
    const found = this.#ioasid.ioasidFind(null, id);
    if (!found.ok) return found;
    const svm = found.value;
    if (svm !== null && !(svm instanceof GuestSvm)) return refuse('EINVAL', 'other-data');
    if (svm?.devices.includes(device) === true) return refuse('EBUSY', 'device-bound');
    // First the reference: an id that is being freed is refused before anything is programmed.
    const held = this.#ioasid.ioasidGet(null, id);
    if (!held.ok) return held;
    const programmed = device.iommu.bindGuestPasid(device.endpoint, guestBinding(device, request));
    if (!programmed.ok) {
      letGo(this.#ioasid.ioasidPut(null, id));
      return programmed;
    }
    if (svm === null) return this.#announce(new GuestSvm(id, guestId(request), device), device);
    svm.devices = [device, ...svm.devices];
    // One reference for the binding, however many devices have it.
    letGo(this.#ioasid.ioasidPut(null, id));
    return finished;
  }

  /** Ends the binding of a device. ENOENT: no such id; EBUSY: it is being freed; EINVAL: the device does not have it. */
  unbind(device: VtdDevice, hostPasid: number): DriverResult {
    if (!this.#ioasid.pasidValid(hostPasid)) return refuse('EINVAL', 'host-pasid-range');
    const found = this.#ioasid.ioasidFind(null, hostPasid);
    if (!found.ok) return found;
    const svm = found.value;
    // Work that tears everything down is queued already for an id that is being freed.
    const held = this.#ioasid.ioasidGet(null, hostPasid);
    if (!held.ok) return held;
    const bound = svm instanceof GuestSvm && svm.devices.includes(device);
    const outcome = bound ? this.#remove(svm, device) : refuse('EINVAL', 'not-bound');
    letGo(this.#ioasid.ioasidPut(null, hostPasid));
    return outcome;
  }

  /** Programmed and held: now the data, the guest's name, and the news. Each is undone when a later one fails. */
  #announce(svm: GuestSvm, device: VtdDevice): DriverResult {
    expectOk(this.#ioasid.ioasidAttachData(svm.id, svm));
    const named = svm.guestPasid === null ? finished : this.#ioasid.ioasidAttachSpid(svm.id, svm.guestPasid);
    if (!named.ok) {
      this.#clearDevice(svm.id, device);
      expectOk(this.#ioasid.ioasidDetachData(svm.id));
      letGo(this.#ioasid.ioasidPut(null, svm.id));
      return named;
    }
    const answer = expectOk(this.#ioasid.ioasidNotify(svm.id, 'bind', 'set'));
    if (answer !== 'bad') return finished;
    this.#clearDevice(svm.id, device);
    this.#end(svm);
    return refuse('EBUSY', 'handler-refused');
  }

  #remove(svm: GuestSvm, device: VtdDevice): DriverResult {
    svm.devices = svm.devices.filter((one) => one !== device);
    const cleared = this.#clearDevice(svm.id, device);
    if (svm.devices.length === 0) this.#end(svm);
    return cleared;
  }

  #clearDevice(id: Ioasid, { iommu, endpoint, domain }: VtdDevice): DriverResult {
    return iommu.unbindGuestPasid(endpoint, { hpasid: id, did: domain.did });
  }

  /** The last device let go. The put comes last: the chain of the set may die with it. */
  #end(svm: GuestSvm): void {
    svm.ended = true;
    const told = this.#ioasid.ioasidNotify(svm.id, 'unbind', 'set');
    // Orphaned with its allocator: there is no id any more.
    if (!told.ok) return;
    if (svm.guestPasid !== null) expectOk(this.#ioasid.ioasidDetachSpid(svm.id));
    expectOk(this.#ioasid.ioasidDetachData(svm.id));
    letGo(this.#ioasid.ioasidPut(null, svm.id));
  }

  /** Tearing down and draining sleep, so a free is only noted here. */
  #heard({ event, id, data }: IoasidNotification): NotifierAnswer {
    if (event !== 'free') return 'done';
    const svm = data.privateData();
    if (!(svm instanceof GuestSvm) || svm.id !== id) return 'done';
    this.#work.queueWork(() => this.#finish(svm));
    return 'ok';
  }

  #finish(svm: GuestSvm): void {
    if (svm.ended) return;
    for (const device of svm.devices) this.#clearDevice(svm.id, device);
    svm.devices = [];
    this.#end(svm);
  }

  #asOwner(current: MmStruct, hostPasid: number, action: () => DriverResult): DriverResult {
    if (!this.#ioasid.pasidValid(hostPasid)) return refuse('EINVAL', 'host-pasid-range');
    const owned = this.#ioasid.ioasidGetIfOwned(current, hostPasid);
    if (!owned.ok) return owned;
    const outcome = action();
    letGo(this.#ioasid.ioasidPut(null, hostPasid));
    return outcome;
  }
}

function guestId({ guestPasid = null }: GuestBindRequest): Ioasid | null {
  return guestPasid === null ? null : ioasid(guestPasid);
}
