import { describe, expect, it } from 'vitest';
import { createMachine as createHardware } from '../hw/index.js';
import {
  createIoasidV2,
  createMachine,
  ioasid,
  MmStruct,
  mmToken,
  PrivateData,
  type IoasidNotification,
} from '../index.js';
import { KvmVm, Vfio, VtdGuestSva, type VtdDevice } from './index.js';

const everyPasid = { min: 1, max: 0xf_ffff };
/** Records that tell the story of a binding, by kind and auxiliary value. */
const names: Readonly<Record<string, string>> = { '11/5': 'block', '11/6': 'unblock' };

function world() {
  const hardware = createHardware();
  const machine = createMachine();
  const api = createIoasidV2(machine);
  const sva = new VtdGuestSva(api, machine);
  expect(sva.init().ok).toBe(true);
  const iommu = hardware.addVtd();
  iommu.pageRequests.enable();
  const device = (sid: number, options = {}): VtdDevice => ({
    iommu,
    endpoint: iommu.addEndpoint({ sid, ats: true, pri: true }),
    domain: { did: 0x40 + sid, root: 0x8800_0000 },
    ...options,
  });
  const mm = new MmStruct('A');
  const events: string[] = [];
  const listen = () => {
    const notifierCall = ({ event, id, spid }: IoasidNotification) => {
      events.push(`${event} ${String(id)} ${String(spid)}`);
      return 'ok' as const;
    };
    expect(api.ioasidRegisterNotifierMm(mm, { priority: 'iommu', notifierCall }).ok).toBe(true);
  };
  const vm = () => {
    const made = new KvmVm(api, mm, hardware.addGuest());
    expect(made.open().ok).toBe(true);
    return made;
  };
  const container = () => {
    const opened = new Vfio(api, sva).open(mm);
    if (!opened.ok) throw new Error(opened.error.reason);
    return opened.value;
  };
  return { hardware, machine, api, sva, iommu, device, mm, events, listen, vm, container };
}

type World = ReturnType<typeof world>;

function story({ hardware }: World): string[] {
  const { words, length } = hardware.bus.trace();
  const told: string[] = [];
  for (let record = 0; record < length; record++) {
    const kind = words[record * 6]! & 0xff;
    const width = (words[record * 6]! >>> 16) & 0xff;
    if (kind === 3 && width === 4) told.push(words[record * 6 + 3] === 0 ? 'translation off' : 'translation on');
    const name = names[`${kind}/${words[record * 6 + 5]!}`];
    if (name !== undefined) told.push(name);
    if (kind === 1) told.push('queue');
  }
  return told;
}

/** First word of a PASID entry: 0 when it is not there. */
function entry({ hardware }: World, { endpoint }: VtdDevice, pasid: number): number {
  const { memory } = hardware.bus;
  const table = memory.read32(endpoint.table.directory + 8 * (pasid >>> 6)) & ~0xfff;
  return table === 0 ? 0 : memory.read32(0x1_0000_0000 + table + 64 * (pasid & 63));
}

function value<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const request = (hostPasid: number, guestPasid: number | null = 7) => ({
  hostPasid,
  guestPasid,
  guestRoot: 0x1234_5000,
});

describe('guest SVA', () => {
  it('programs, then tells KVM; tears down and drains, then tells KVM; and leaves nothing', () => {
    const w = world();
    const vm = w.vm();
    w.listen();
    const container = w.container();
    const id = value(container.alloc(everyPasid));
    const device = w.device(0x100);
    w.hardware.bus.clearTrace();

    value(container.bind(device, request(id)));
    expect(entry(w, device, id) & 1).toBe(1);
    expect(vm.enqcmd(7)).toBe(id);
    expect(story(w)).toEqual(['translation on']);

    w.hardware.bus.clearTrace();
    value(container.unbind(device, id));
    const told = story(w);
    expect(told.indexOf('queue')).toBe(0);
    expect(told.slice(-3)).toEqual(['block', 'translation off', 'unblock']);
    expect(told.filter((one) => one === 'queue')).toHaveLength(4);
    expect(vm.enqcmd(7)).toBeNull();
    expect(w.events).toEqual([`alloc ${id} null`, `bind ${id} 7`, `unbind ${id} 7`]);

    value(container.free(id));
    expect(w.api.ioasidFind(null, id)).toMatchObject({ ok: false, error: { code: 'ENOENT' } });
    value(container.close());
    value(vm.close());
    expect(w.api.ioasidFindMmSet(w.mm).ok).toBe(false);
    expect(w.machine.remarks.map(({ reason }) => reason)).toEqual(['walk-over-empty-set']);
  });

  it('ends a translation when a bound id is freed, and tears down in deferred work', () => {
    const w = world();
    const vm = w.vm();
    const container = w.container();
    const id = value(container.alloc(everyPasid));
    const device = w.device(0x100);
    value(container.bind(device, request(id)));
    value(container.free(id));
    expect(vm.enqcmd(7)).toBeNull();
    expect(entry(w, device, id) & 1).toBe(1);
    expect(container.unbind(device, id)).toMatchObject({ ok: false, error: { code: 'EBUSY' } });
    expect(container.bind(w.device(0x108), request(id))).toMatchObject({ ok: false, error: { code: 'EBUSY' } });
    expect(value(container.alloc(everyPasid))).not.toBe(id);

    expect(w.machine.runWork()).toBe(1);
    expect(entry(w, device, id)).toBe(0);
    expect(container.unbind(device, id)).toMatchObject({ ok: false, error: { code: 'ENOENT' } });
    expect(value(container.alloc(everyPasid))).toBe(id);
  });

  it('closes a container over its bindings; what was freed before keeps its quota until the work is done', () => {
    const w = world();
    const vm = w.vm();
    const container = w.container();
    const device = w.device(0x100);
    const [id, freed] = [value(container.alloc(everyPasid)), value(container.alloc(everyPasid))];
    for (const one of [id, freed]) value(container.bind(device, request(one, one + 10)));
    value(container.free(freed));
    value(container.close());
    expect(vm.enqcmd(id + 10)).toBeNull();
    expect(entry(w, device, id)).toBe(0);
    expect(entry(w, device, freed) & 1).toBe(1);
    const another = mmToken(new MmStruct('B'));
    const all = 0x10_0000;
    expect(w.api.ioasidAllocSet(another, all)).toMatchObject({ ok: false, error: { code: 'ENOSPC' } });
    expect(w.machine.runWork()).toBe(1);
    expect(entry(w, device, freed)).toBe(0);
    expect(w.api.ioasidAllocSet(another, all).ok).toBe(true);
  });

  it('holds an id once for all devices, and says bind and unbind once', () => {
    const w = world();
    w.listen();
    const container = w.container();
    const id = value(container.alloc(everyPasid));
    const [one, other] = [w.device(0x100), w.device(0x108)];
    value(container.bind(one, request(id)));
    value(container.bind(other, request(id)));
    expect(container.bind(other, request(id))).toMatchObject({ ok: false, error: { code: 'EBUSY' } });
    value(container.unbind(one, id));
    expect(entry(w, one, id)).toBe(0);
    expect(entry(w, other, id) & 1).toBe(1);
    container.detach(other);
    expect(w.events).toEqual([`alloc ${id} null`, `bind ${id} 7`, `unbind ${id} 7`]);
    expect(value(w.api.ioasidPut(null, id))).toBe('reclaimed');
  });

  it.each([
    ['a format that is not known', { format: 'smmu' }, 'EINVAL'],
    ['a short structure', { truncated: true }, 'EINVAL'],
    ['vendor flags that are not known', { unknownFlags: true }, 'EINVAL'],
    ['host PASID 0', { hostPasid: 0 }, 'EINVAL'],
    ['a host PASID above 20 bits', { hostPasid: 0x10_0000 }, 'EINVAL'],
    ['a guest PASID that is no number of 32 bits', { guestPasid: -1 }, 'EINVAL'],
    ['an id that nobody has', { hostPasid: 99 }, 'ENOENT'],
    ['an address width of 39 bits', { addressWidth: 39 }, 'EINVAL'],
    ['memory types', { memoryTypes: true }, 'EINVAL'],
  ])('refuses %s, and holds and says nothing', (_what, wrong, code) => {
    const w = world();
    w.listen();
    const container = w.container();
    const id = value(container.alloc(everyPasid));
    expect(container.bind(w.device(0x100), { ...request(id), ...wrong })).toMatchObject({ error: { code } });
    expect(w.events).toEqual([`alloc ${id} null`]);
    expect(value(w.api.ioasidFind(container.set, id))).toBeNull();
    expect(value(w.api.ioasidPut(null, id))).toBe('reclaimed');
  });

  it('refuses devices without PCI or 20 bits, and data of somebody else', () => {
    const w = world();
    const container = w.container();
    const id = value(container.alloc(everyPasid));
    expect(container.bind(w.device(0x100, { pci: false }), request(id))).toMatchObject({ error: { code: 'ENOTSUPP' } });
    const narrow = { endpoint: w.iommu.addEndpoint({ sid: 0x110, pasidBits: 16 }) };
    expect(container.bind(w.device(0x118, narrow), request(id))).toMatchObject({ error: { code: 'EINVAL' } });
    value(w.api.ioasidAttachData(id, new PrivateData()));
    expect(container.bind(w.device(0x120), request(id))).toMatchObject({ error: { reason: 'other-data' } });
  });

  it('undoes the entry when the guest PASID is taken in the set', () => {
    const w = world();
    const container = w.container();
    const [id, second] = [value(container.alloc(everyPasid)), value(container.alloc(everyPasid))];
    const device = w.device(0x100);
    value(container.bind(device, request(id)));
    expect(container.bind(device, request(second))).toMatchObject({ error: { reason: 'guest-id-taken' } });
    expect(entry(w, device, second)).toBe(0);
    expect(value(w.api.ioasidFind(null, second))).toBeNull();
    expect(value(w.api.ioasidPut(null, second))).toBe('reclaimed');
  });

  it('undoes everything when a handler refuses the binding', () => {
    const w = world();
    const notifierCall = ({ event }: IoasidNotification) => (event === 'bind' ? 'bad' : 'ok') as 'bad' | 'ok';
    value(w.api.ioasidRegisterNotifierMm(w.mm, { priority: 'device', notifierCall }));
    const container = w.container();
    const id = value(container.alloc(everyPasid));
    const device = w.device(0x100);
    expect(container.bind(device, request(id))).toMatchObject({ error: { reason: 'handler-refused' } });
    expect(entry(w, device, id)).toBe(0);
    expect(w.api.ioasidFindBySpid(container.set, ioasid(7))).toMatchObject({ error: { code: 'ENOENT' } });
    expect(value(w.api.ioasidPut(null, id))).toBe('reclaimed');
  });

  it('lets only the owner bind when asked to check it', () => {
    const w = world();
    const vfio = new Vfio(w.api, w.sva, { checkOwner: true });
    const [mine, theirs] = [value(vfio.open(w.mm)), value(vfio.open(new MmStruct('B')))];
    const id = value(theirs.alloc(everyPasid));
    const device = w.device(0x100);
    expect(mine.bind(device, request(id))).toMatchObject({ error: { code: 'EPERM' } });
    value(theirs.bind(device, request(id)));
    expect(mine.unbind(device, id)).toMatchObject({ error: { code: 'EPERM' } });
    expect(mine.free(id)).toMatchObject({ error: { code: 'EACCES' } });
    value(theirs.unbind(device, id));
  });

  it('shares a set between containers of one process and maps refusals of an allocation', () => {
    const w = world();
    const vfio = new Vfio(w.api, w.sva);
    const [one, other] = [value(vfio.open(w.mm, 2)), value(vfio.open(w.mm, 2))];
    expect(one.set).toBe(other.set);
    value(one.alloc(everyPasid));
    expect(other.alloc({ min: 0, max: 0 })).toMatchObject({ error: { code: 'EFAULT' } });
    value(other.alloc(everyPasid));
    expect(other.alloc(everyPasid)).toMatchObject({ error: { code: 'ENOSPC', reason: 'quota-exhausted' } });
    value(one.close());
    value(one.close());
    expect(w.api.ioasidFindMmSet(w.mm).ok).toBe(true);
  });
});

describe('KVM', () => {
  it('is refused where translations would be missing', () => {
    const w = world();
    const container = w.container();
    value(container.alloc(everyPasid));
    const late = new KvmVm(w.api, w.mm, w.hardware.addGuest());
    expect(late.open()).toMatchObject({ error: { code: 'EBUSY', reason: 'set-not-empty' } });
  });

  it('lets go of what its tables hold when the machine goes first', () => {
    const w = world();
    const vm = w.vm();
    const container = w.container();
    const id = value(container.alloc(everyPasid));
    const device = w.device(0x100);
    value(container.bind(device, request(id)));
    value(vm.close());
    value(container.unbind(device, id));
    expect(value(w.api.ioasidPut(null, id))).toBe('reclaimed');
  });

  it('ignores guest PASIDs that do not fit its tables, and events without one', () => {
    const w = world();
    const vm = w.vm();
    const container = w.container();
    const [id, nameless] = [value(container.alloc(everyPasid)), value(container.alloc(everyPasid))];
    value(container.bind(w.device(0x100), request(id, 0x10_0000)));
    value(container.bind(w.device(0x100), request(nameless, null)));
    value(vm.close());
    expect(w.machine.remarks).toEqual([]);
  });
});
