/** AMD kfd: compute processes, each with a set under a token of the driver's own kind (reference 3.9). */
import type { Ioasid, IoasidSet, IoasidV2 } from '../api.js';
import type { AmdDomain, AmdIommus } from '../hw/index.js';
import type { MmStruct } from '../pointers.js';
import { declareTokenKind, ownToken } from '../pointers.js';
import { ok } from '../result.js';
import { finished, letGo, refuse, type DriverResult } from './outcome.js';
import type { Process, ProcessLives } from './process-lives.js';

/** The token of a compute process: its own object, which is no mm. */
export class KfdProcess {
  readonly process: Process;

  constructor(process: Process) {
    this.process = process;
  }
}

/** kfd's kind of token, declared once. */
export const kfdTokens = declareTokenKind<KfdProcess>('kfd');

/** A device of kfd: the group of IOMMUs it is behind, and its domain. */
export interface KfdDevice {
  readonly iommus: AmdIommus;
  readonly domain: AmdDomain;
}

interface ComputeProcess {
  readonly token: KfdProcess;
  readonly set: IoasidSet;
  readonly pasid: Ioasid;
  readonly devices: Set<KfdDevice>;
  /** The process has ended: its roots are cleared already. */
  released: boolean;
  readonly unregister: () => void;
}

const defaultPasidBits = 16;

export class Kfd {
  readonly #ioasid: IoasidV2;
  readonly #lives: ProcessLives;
  readonly #processes = new Map<MmStruct, ComputeProcess>();
  #pasidBits = defaultPasidBits;

  constructor(api: IoasidV2, lives: ProcessLives) {
    this.#ioasid = api;
    this.#lives = lives;
  }

  /** A device can do with fewer PASID bits. EBUSY: a process has its PASID already. */
  limitPasidBits(bits: number): DriverResult {
    if (bits >= this.#pasidBits) return finished;
    if (this.#processes.size > 0) return refuse('EBUSY', 'pasids-in-use');
    this.#pasidBits = bits;
    return finished;
  }

  /** A process starts to compute: one set, one PASID. EEXIST: it does already; ENOSPC, ENOMEM: none left. */
  open(process: Process): DriverResult<KfdProcess> {
    if (this.#processes.has(process.mm)) return refuse('EEXIST', 'process-open');
    const token = new KfdProcess(process);
    const set = this.#ioasid.ioasidAllocSet(ownToken(kfdTokens, token), 1);
    if (!set.ok) return set;
    const pasid = this.#ioasid.ioasidAlloc(set.value, { min: 1, max: 2 ** this.#pasidBits - 1 });
    if (!pasid.ok) {
      letGo(this.#ioasid.ioasidSetPut(set.value));
      return pasid;
    }
    const opened: ComputeProcess = {
      token,
      set: set.value,
      pasid: pasid.value,
      devices: new Set(),
      released: false,
      unregister: this.#lives.onExit(process.mm, () => this.#exited(opened)),
    };
    this.#processes.set(process.mm, opened);
    return ok(token);
  }

  /** PASID of a process, by the set of its token. ENOENT: it does not compute. */
  pasidOf(token: KfdProcess): DriverResult<Ioasid> {
    const set = this.#ioasid.ioasidFindSetByToken(kfdTokens, token);
    if (!set.ok) return set;
    let pasid: Ioasid | null = null;
    const walked = this.#ioasid.ioasidSetForEachIoasid(set.value, (id) => (pasid = id));
    letGo(this.#ioasid.ioasidSetPut(set.value));
    return walked.ok && pasid !== null ? ok(pasid) : refuse('ENOENT', 'no-pasid');
  }

  /** Lets a process use a device. EINVAL: it is not open or has ended; EBUSY: it uses the device already. */
  bind(token: KfdProcess, device: KfdDevice): DriverResult {
    const opened = this.#processes.get(token.process.mm);
    if (opened?.token !== token || opened.released) return refuse('EINVAL', 'process-not-open');
    if (opened.devices.has(device)) return refuse('EBUSY', 'device-bound');
    const bound = device.iommus.bindProcess(device.domain, opened.pasid, token.process.root);
    if (!bound.ok) return bound;
    opened.devices.add(device);
    return finished;
  }

  /** Ends the use of a device. EINVAL: there is none. */
  unbind(token: KfdProcess, device: KfdDevice): DriverResult {
    const opened = this.#processes.get(token.process.mm);
    if (opened?.token !== token || !opened.devices.delete(device)) return refuse('EINVAL', 'not-bound');
    // The exit cleared the roots: nothing is left to clear, and nothing to flush.
    if (opened.released) return finished;
    const unbound = device.iommus.unbindProcess(device.domain, opened.pasid);
    return unbound.ok ? finished : unbound;
  }

  /** The process stops to compute: devices, then the PASID, then the set. EINVAL: it is not open. */
  close(token: KfdProcess): DriverResult {
    const opened = this.#processes.get(token.process.mm);
    if (opened?.token !== token) return refuse('EINVAL', 'process-not-open');
    for (const device of [...opened.devices]) this.unbind(token, device);
    opened.unregister();
    this.#processes.delete(token.process.mm);
    letGo(this.#ioasid.ioasidFree(opened.set, opened.pasid));
    const put = this.#ioasid.ioasidSetPut(opened.set);
    return put.ok ? finished : put;
  }

  #exited(opened: ComputeProcess): void {
    opened.released = true;
    for (const { iommus, domain } of opened.devices) iommus.releaseProcess(domain, opened.pasid);
  }
}
