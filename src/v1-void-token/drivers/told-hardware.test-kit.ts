/** Hardware that only says what it was told: for the tests of the drivers. */
import type { AmdDomain, GuestPasidTables, SmmuDomain, VtdDevice, VtdUnit } from './hardware.js';
import type { MmStruct } from './mm-struct.js';
import type { WorkQueue } from './vdcm.js';

export const mmA: MmStruct = { name: 'A', pgd: 0xa000 };
export const mmB: MmStruct = { name: 'B', pgd: 0xb000 };
export const initMm: MmStruct = { name: 'init', pgd: 0x1000 };

/** One machine's worth of it. */
export class ToldHardware {
  /** What it was told, in order. */
  told: string[] = [];
  /** Answers of calls that shall fail, by their first word. */
  failing: Record<string, number> = {};

  tell(what: string): number {
    this.told.push(what);
    return this.failing[what.split(' ')[0] as string] ?? 0;
  }

  vtdUnit(virtual = false): VtdUnit {
    let next = 100;
    return {
      pasidMax: 0x10_0000,
      offersVirtualCommands: virtual,
      setupNested: (device, { pasid, guestRoot }) =>
        this.tell(`nested ${device.name} ${pasid} ${guestRoot.toString(16)}`),
      setupFirstLevel: (device, pasid, root) => this.tell(`first-level ${device.name} ${pasid} ${root.toString(16)}`),
      setupSecondLevel: (device, pasid, root, did) =>
        this.tell(`second-level ${device.name} ${pasid} ${root.toString(16)} ${did}`),
      tearDown: (device, pasid, { order, ignoreFaults }) =>
        void this.tell(`tear-down ${device.name} ${pasid} ${order}${ignoreFaults ? ' fpd' : ''}`),
      drainPageRequests: (device, pasid, { flushFaultQueue }) =>
        void this.tell(`drain ${device.name} ${pasid}${flushFaultQueue ? ' flush' : ''}`),
      invalidateRange: (device, pasid, start, end) =>
        void this.tell(`invalidate ${device.name} ${pasid} ${start} ${end}`),
      vcmdAllocPasid: () => (this.tell('vcmd-alloc') !== 0 ? (this.failing['vcmd-alloc'] as number) : (next += 1)),
      vcmdFreePasid: (pasid) => void this.tell(`vcmd-free ${pasid}`),
      disableScalableMode: () => void this.tell('no-scalable-mode'),
    };
  }

  vtdDevice(name: string, iommu: VtdUnit, pri = true): VtdDevice {
    const domain = { did: 5, secondLevelRoot: 0x5000 };
    return { name, sid: 0x218, ats: true, pri, qdep: 4, isPci: true, pasidBits: 20, iommu, domain };
  }

  /** A translation table that says what is written to it. */
  guestTables(name: string): GuestPasidTables {
    const entries = new Map<number, number>();
    return {
      allocate: () => this.tell(`tables ${name}`) === 0,
      release: () => void this.tell(`no-tables ${name}`),
      lookUp: (guestPasid) => entries.get(guestPasid) ?? null,
      write: (guestPasid, hostPasid) => {
        entries.set(guestPasid, hostPasid);
        return this.tell(`map ${name} ${guestPasid} ${hostPasid}`) === 0;
      },
      clear: (guestPasid) => {
        entries.delete(guestPasid);
        this.tell(`unmap ${name} ${guestPasid}`);
      },
      blockVmEntry: () => void this.tell('block'),
      unblockVmEntry: () => void this.tell('unblock'),
    };
  }

  workQueue(mode: WorkQueue['mode']): WorkQueue {
    return {
      mode,
      program: (pasid) => void this.tell(`queue ${pasid}`),
      disable: () => void this.tell('queue off'),
      drain: (pasid) => void this.tell(`queue drain ${pasid}`),
    };
  }

  smmuDomain(): SmmuDomain {
    let asid = 1;
    return {
      ssidBits: 10,
      getSharedAsid: () => (asid += 1),
      putSharedAsid: () => undefined,
      allocPrivateAsid: () => (asid += 1),
      freePrivateAsid: () => undefined,
      writeProcessDescriptor: (ssid, tag, pgd) => this.tell(`cd ${ssid} asid ${tag} ${pgd.toString(16)}`),
      writePrivateDescriptor: (ssid, tag, root) => this.tell(`cd ${ssid} asid ${tag} ${root.toString(16)} private`),
      quietDescriptor: (ssid) => void this.tell(`quiet ${ssid}`),
      clearDescriptor: (ssid) => void this.tell(`clear ${ssid}`),
      invalidateAsid: (tag) => void this.tell(`tlbi ${tag}`),
      invalidateDevices: (ssid) => void this.tell(`atc ${ssid}`),
      invalidateRange: (ssid, tag, start, end) => void this.tell(`range ${ssid} ${tag} ${start} ${end}`),
    };
  }

  amdDomain(): AmdDomain {
    return {
      setGcr3: (pasid, root) => this.tell(`gcr3 ${pasid} ${root.toString(16)}`),
      clearGcr3: (pasid) => void this.tell(`no-gcr3 ${pasid}`),
    };
  }
}
