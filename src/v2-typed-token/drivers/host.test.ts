import { describe, expect, it } from 'vitest';
import { AmdDomain, createMachine as createHardware } from '../hw/index.js';
import { createIoasidV2, createMachine, ioasid, MmStruct, noToken, ownToken, type Result } from '../index.js';
import {
  IdxdCdev,
  IommuSvaLib,
  Kfd,
  kfdTokens,
  ProcessLives,
  SmmuAuxiliary,
  SmmuSva,
  VirtualCommandAllocator,
  VtdAuxiliaryDomain,
  VtdHostSva,
  type Process,
} from './index.js';

function value<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function world() {
  const hardware = createHardware();
  const machine = createMachine();
  const api = createIoasidV2(machine);
  const set = value(api.ioasidAllocSet(noToken, 0x8000));
  const lives = new ProcessLives();
  const lib = new IommuSvaLib(api, set, lives);
  const process = (name: string, root: number, asid = 1): Process => ({ mm: new MmStruct(name), root, asid });
  const kernel = process('init_mm', 0x1000);
  /** Stores of the driver since the last call, by value. */
  const stores = () => {
    const { words, length } = hardware.bus.trace();
    hardware.bus.clearTrace();
    const seen: number[] = [];
    for (let at = 0; at < length * 6; at += 6) if ((words[at]! & 0xff) === 3) seen.push(words[at + 3]!);
    return seen;
  };
  return { hardware, machine, api, set, lives, lib, process, kernel, stores };
}

describe('PASIDs of processes', () => {
  it('gives a process one PASID until its last user lets go', () => {
    const { api, lib, lives, process, set } = world();
    const { mm } = process('A', 0xa000);
    const pasid = value(lib.alloc(mm, { min: 1, max: 99 }));
    expect(value(lib.alloc(mm, { min: 1, max: 99 }))).toBe(pasid);
    expect(value(lib.find(pasid))).toBe(mm);
    lives.exit(mm);
    expect(value(lib.find(pasid))).toBeNull();
    expect(lib.free(mm).ok).toBe(true);
    expect(lib.find(pasid).ok).toBe(true);
    expect(lib.free(mm).ok).toBe(true);
    expect(lib.find(pasid)).toMatchObject({ error: { code: 'ENOENT' } });
    expect(lib.free(mm)).toMatchObject({ error: { code: 'EINVAL' } });
    expect(api.ioasidFind(set, pasid).ok).toBe(false);
  });

  it('takes the bounds as part of the range', () => {
    const { lib, process } = world();
    const { mm } = process('A', 0xa000);
    expect(value(lib.alloc(mm, { min: 5, max: 5 }))).toBe(5);
    expect(value(lib.alloc(mm, { min: 5, max: 5 }))).toBe(5);
    expect(lib.alloc(mm, { min: 1, max: 4 })).toMatchObject({ error: { code: 'EOVERFLOW' } });
    expect(lib.alloc(mm, { min: 0, max: 4 })).toMatchObject({ error: { code: 'EINVAL' } });
    expect(lib.alloc(mm, { min: 6, max: 5 })).toMatchObject({ error: { code: 'EINVAL' } });
    expect(lib.alloc(mm, { min: 1, max: 0xffff_ffff })).toMatchObject({ error: { code: 'EINVAL' } });
    expect(lib.alloc(process('B', 0).mm, { min: 5, max: 5 })).toMatchObject({ error: { code: 'ENOMEM' } });
  });
});

describe('VT-d SVA of the host', () => {
  function vtd() {
    const w = world();
    const iommu = w.hardware.addVtd();
    iommu.pageRequests.enable();
    const endpoint = iommu.addEndpoint({ sid: 0x100, ats: true, pri: true });
    const device = { iommu, endpoint, domain: { did: 0x40, root: 0x8800_0000 } };
    return { ...w, iommu, device, sva: new VtdHostSva(w.lib, w.lives, w.kernel) };
  }

  it('counts bonds of one device, and tears down at the last', () => {
    const { sva, device, process, stores } = vtd();
    const a = process('A', 0xa000_0000);
    const [one, two] = [value(sva.bind(device, a)), value(sva.bind(device, a))];
    expect(one.pasid).toBe(two.pasid);
    stores();
    value(sva.unbind(one));
    expect(stores()).toEqual([]);
    expect(sva.unbind(one)).toMatchObject({ error: { code: 'EINVAL' } });
    value(sva.unbind(two));
    expect(stores().length).toBeGreaterThan(0);
  });

  it('ignores faults of a process that ended before its bonds, and frees its PASID after the last', () => {
    const { api, sva, device, process, lives, stores, set } = vtd();
    const a = process('A', 0xa000_0000);
    const bond = value(sva.bind(device, a));
    stores();
    lives.exit(a.mm);
    // The whole entry is zeroed but for FPD.
    expect(stores()).toContain(2);
    expect(api.ioasidFindMm(set, bond.pasid).ok).toBe(true);
    expect(sva.bind(device, a)).toMatchObject({ error: { reason: 'process-ended' } });
    value(sva.unbind(bond));
    expect(api.ioasidFindMm(set, bond.pasid).ok).toBe(false);
  });

  it('takes a supervisor bond only without a process', () => {
    const { sva, device, process } = vtd();
    expect(sva.bind(device, process('A', 0xa000), { supervisor: true })).toMatchObject({ error: { code: 'EINVAL' } });
    expect(sva.bind(device, null)).toMatchObject({ error: { code: 'EINVAL' } });
    expect(value(sva.bind(device, null, { supervisor: true })).pasid).toBe(1);
  });

  it('opens and closes a work queue of idxd', () => {
    const { sva, device, process } = vtd();
    const log: string[] = [];
    const queue = {
      mode: 'dedicated' as const,
      program: (pasid: number) => log.push(`program ${pasid}`),
      disable: () => log.push('disable'),
      drain: (pasid: number) => log.push(`drain ${pasid}`),
    };
    const cdev = new IdxdCdev(sva, device, queue);
    const kernel = value(cdev.probe());
    const [a, b] = [process('A', 0xa000), process('B', 0xb000)];
    const file = value(cdev.open(a));
    expect(file.pasid).not.toBe(kernel);
    expect(cdev.open(b)).toMatchObject({ error: { code: 'EBUSY' } });
    expect(cdev.access(file, b.mm)).toMatchObject({ error: { code: 'EPERM' } });
    value(cdev.access(file, a.mm));
    value(cdev.close(file));
    expect(log).toEqual([`program ${file.pasid}`, 'disable']);
    const shared = new IdxdCdev(sva, device, { ...queue, mode: 'shared' });
    const [one, two] = [value(shared.open(a)), value(shared.open(b))];
    value(shared.close(one));
    value(shared.close(two));
    expect(log.slice(2)).toEqual([`drain ${one.pasid}`, `drain ${two.pasid}`]);
    value(cdev.remove());
  });

  it('attaches an auxiliary domain under an id of the host set, and frees the id first', () => {
    const { api, set, device, hardware } = vtd();
    const domain = new VtdAuxiliaryDomain(api, set, { root: 0x9999_9000, did: 0x140 });
    const id = value(domain.attach(device));
    expect(api.ioasidFind(set, ioasid(id)).ok).toBe(true);
    expect(domain.attach(device)).toMatchObject({ error: { code: 'EBUSY' } });
    hardware.bus.clearTrace();
    value(domain.detach());
    // The first record tells of the free.
    expect([...hardware.bus.trace().words.slice(3, 6)]).toEqual([id, 0, 4]);
    expect(api.ioasidFind(set, ioasid(id)).ok).toBe(false);
    expect(domain.detach()).toMatchObject({ error: { code: 'EINVAL' } });
  });
});

describe('ids from the host of a guest', () => {
  function guest(options = {}) {
    const hardware = createHardware();
    const config = { cachingMode: true, virtualCommands: true, ...options };
    const [iommu, second] = [hardware.addVtd(config), hardware.addVtd(config)];
    const api = createIoasidV2(createMachine());
    return { hardware, iommu, second, api, allocator: new VirtualCommandAllocator(api) };
  }

  it('asks the host for ids and gives them back, data on them or not', () => {
    const { api, allocator, iommu, second } = guest();
    value(allocator.register(iommu));
    value(allocator.register(second));
    const set = value(api.ioasidAllocSet(noToken, 9));
    const answers: string[] = [];
    iommu.device.virtualCommands.host = (command, pasid) => {
      answers.push(`${command} ${pasid}`);
      return { status: 0, pasid: 0x77 };
    };
    expect(value(api.ioasidAllocMm(set, { min: 1, max: 0xf_ffff }, new MmStruct('A')))).toBe(0x77);
    expect(api.ioasidAlloc(set, { min: 0, max: 9 })).toMatchObject({ error: { reason: 'range-exhausted' } });
    value(api.ioasidFree(set, ioasid(0x77)));
    expect(answers).toEqual(['allocate 0', 'free 119']);
    expect(allocator.refusedFrees).toEqual([]);
    value(allocator.unregister(iommu));
    value(allocator.unregister(second));
    expect(allocator.unregister(second)).toMatchObject({ error: { code: 'ENOENT' } });
  });

  it('is refused on real hardware, and turns scalable mode off when ids are outstanding', () => {
    const real = guest({ cachingMode: false });
    expect(real.allocator.register(real.iommu)).toMatchObject({ error: { code: 'ENODEV' } });
    const { api, allocator, iommu } = guest();
    const set = value(api.ioasidAllocSet(noToken, 9));
    value(api.ioasidAlloc(set, { min: 1, max: 9 }));
    expect(allocator.register(iommu)).toMatchObject({ error: { code: 'EAGAIN' } });
    expect(allocator.hasScalableMode(iommu)).toBe(false);
  });
});

describe('SMMUv3', () => {
  function smmu() {
    const w = world();
    const unit = w.hardware.addSmmuV3();
    const master = unit.addMaster({ streams: [0x100], ssidBits: 10 });
    const domain = unit.createDomain({ stage: 'stage1', root: 0x20_0000_0000 });
    value(unit.attach(domain, master));
    w.stores();
    return { ...w, unit, master, domain };
  }

  it('writes a descriptor at the first bond and clears it at the last', () => {
    const { unit, master, lib, lives, process, stores } = smmu();
    const sva = new SmmuSva(unit, lib, lives);
    const a = process('A', 0xa000_0000, 5);
    const bond = value(sva.bind(master, a));
    expect(stores().length).toBeGreaterThan(0);
    expect(value(sva.bind(master, a))).toBe(bond);
    value(sva.unbind(bond));
    expect(stores()).toEqual([]);
    value(sva.unbind(bond));
    expect(stores()[0]).toBe(0);
    expect(sva.unbind(bond)).toMatchObject({ error: { code: 'EINVAL' } });
  });

  it('makes a descriptor quiet when its process ends first', () => {
    const { api, unit, master, lib, lives, process, stores, set } = smmu();
    const sva = new SmmuSva(unit, lib, lives);
    const a = process('A', 0xa000_0000, 5);
    const bond = value(sva.bind(master, a));
    stores();
    lives.exit(a.mm);
    expect(stores()[0]! & (1 << 14)).not.toBe(0);
    value(sva.unbind(bond));
    expect(api.ioasidFindMm(set, bond.pasid).ok).toBe(false);
  });

  it('keeps auxiliary domains in a private set without a token', () => {
    const { api, unit, master, domain, stores } = smmu();
    const aux = value(SmmuAuxiliary.create(api, unit, 2));
    const bond = value(aux.attach(master, { asid: 9, root: 0x30_0000_0000 }));
    expect(bond.ssid).toBe(1);
    expect(stores().length).toBeGreaterThan(0);
    expect(aux.close()).toMatchObject({ error: { code: 'EBUSY' } });
    const loose = unit.addMaster({ streams: [0x108], ssidBits: 10 });
    expect(aux.attach(loose, { asid: 9, root: 0 })).toMatchObject({ error: { code: 'EINVAL' } });
    value(aux.detach(bond));
    expect(aux.detach(bond)).toMatchObject({ error: { code: 'EINVAL' } });
    value(aux.close());
    expect(domain.masters).toEqual([master]);
  });
});

describe('kfd', () => {
  function kfd() {
    const w = world();
    const iommus = w.hardware.addAmd();
    const domain = new AmdDomain(7);
    value(iommus.enableGuestTables(domain, 0x1_0000));
    value(iommus.attach(domain, iommus.addEndpoint({ id: 0x108, ats: true })));
    return { ...w, device: { iommus, domain }, kfd: new Kfd(w.api, w.lives) };
  }

  it('gives each process a set under its own token, beside the set of its mm', () => {
    const { api, kfd: driver, process, device } = kfd();
    const a = process('A', 0xa000_0000);
    const token = value(driver.open(a));
    expect(driver.open(a)).toMatchObject({ error: { code: 'EEXIST' } });
    const pasid = value(driver.pasidOf(token));
    expect(api.ioasidAllocSet(ownToken(kfdTokens, token), 1)).toMatchObject({ error: { code: 'EEXIST' } });
    expect(api.ioasidFindMmSet(a.mm)).toMatchObject({ error: { code: 'ENOENT' } });
    value(driver.bind(token, device));
    expect(driver.bind(token, device)).toMatchObject({ error: { code: 'EBUSY' } });
    expect(driver.limitPasidBits(8)).toMatchObject({ error: { code: 'EBUSY' } });
    value(driver.close(token));
    expect(driver.pasidOf(token)).toMatchObject({ error: { code: 'ENOENT' } });
    expect(api.ioasidFind(null, pasid).ok).toBe(false);
    value(driver.limitPasidBits(8));
  });

  it('clears the root of a process that ends, and again nothing when it is unbound', () => {
    const { kfd: driver, process, device, lives, stores } = kfd();
    const a = process('A', 0xa000_0000);
    const token = value(driver.open(a));
    value(driver.bind(token, device));
    stores();
    lives.exit(a.mm);
    expect(stores()[0]).toBe(0);
    expect(driver.bind(token, device)).toMatchObject({ error: { code: 'EINVAL' } });
    value(driver.unbind(token, device));
    expect(driver.unbind(token, device)).toMatchObject({ error: { code: 'EINVAL' } });
    value(driver.close(token));
  });
});
