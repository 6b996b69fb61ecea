import { describe, expect, it } from 'vitest';
import { createMachine } from '../machine.js';
import type { VtdConfig } from './config.js';
import type { GuestBinding } from './guest-bind.js';

const binding: GuestBinding = {
  hpasid: 0x47,
  guestRoot: 0x3333_3000,
  hostRoot: 0x8888_8000,
  did: 0x66,
  addressWidth: 48,
};

function bind(change: Partial<GuestBinding>, config: Partial<VtdConfig> = {}) {
  const machine = createMachine();
  const iommu = machine.addVtd({ kernel: '5.10.198', ...config });
  const endpoint = iommu.addEndpoint({ sid: 0x218, ats: true, pri: true });
  machine.bus.clearTrace();
  const result = iommu.bindGuestPasid(endpoint, { ...binding, ...change });
  return { iommu, endpoint, result, stores: machine.bus.trace().length, memory: machine.bus.memory };
}

describe('binding a guest', () => {
  it.each<[string, Partial<GuestBinding>, Partial<VtdConfig>]>([
    ['no-nesting', {}, { nesting: false }],
    ['domain-not-nesting', { nestingDomain: false }, {}],
    ['address-width', { addressWidth: 39 }, {}],
    ['address-width', { addressWidth: 57 }, { fiveLevel: false }],
  ])('is refused before any effect: %s', (reason, change, config) => {
    const { result, stores } = bind(change, config);
    expect(result).toMatchObject({ ok: false, error: { code: 'EINVAL', reason } });
    expect(stores).toBe(0);
  });

  it.each<[string, Partial<GuestBinding>, Partial<VtdConfig>]>([
    ['guest-root-range', { maxAddress: 0x3333_2fff }, {}],
    ['flag-not-supported', { supervisor: true }, { supervisor: false }],
    ['flag-not-supported', { extendedAccessed: true }, { extendedAccessed: false }],
    ['memory-type', { memoryTypes: true }, {}],
  ])('is refused after the first stores, with an entry that is not present: %s', (reason, change, config) => {
    const { result, endpoint, iommu } = bind(change, config);
    expect(result).toMatchObject({ ok: false, error: { code: 'EINVAL', reason } });
    const entry = endpoint.table.entryAddress(0x47, iommu.core.traits);
    expect(endpoint.table.read(entry, 'P')).toBe(0);
    expect(endpoint.table.read(entry, 'FSPTPTR')).toBe(reason === 'guest-root-range' ? 0 : 0x3333_3000);
    expect(iommu.core.queue.index).toBe(0);
  });

  it('stores what the guest asks for', () => {
    const change = { addressWidth: 57, supervisor: true, extendedAccessed: true, width: 3 };
    const { endpoint, iommu } = bind(change, { fiveLevel: true, extendedAccessed: true });
    const entry = endpoint.table.entryAddress(0x47, iommu.core.traits);
    const read = (['P', 'PGTT', 'FSPM', 'SRE', 'EAFE', 'AW', 'DID', 'SSPTPTR'] as const).map((field) =>
      endpoint.table.read(entry, field),
    );
    expect(read).toEqual([1, 3, 1, 1, 1, 3, 0x66, 0x8888_8000]);
  });

  it('is refused while the entry is present, and possible again after the unbind', () => {
    const { iommu, endpoint } = bind({});
    expect(iommu.bindGuestPasid(endpoint, binding)).toMatchObject({ error: { code: 'EBUSY' } });
    expect(iommu.unbindGuestPasid(endpoint, { hpasid: 0x47, did: 0x66 }).ok).toBe(true);
    expect(iommu.bindGuestPasid(endpoint, binding).ok).toBe(true);
  });

  it('refuses a PASID that the table has no room for', () => {
    expect(() => bind({ hpasid: 0x10_0000 })).toThrow('pasid 1048576 does not fit 20 bits');
  });
});
