import { describe, expect, it } from 'vitest';
import { createIoasidV1, Errno, INVALID_IOASID, isErr, Machine, PoisonError } from './index.js';
import type { IoasidAllocatorOps, IoasidV1Kernel } from './index.js';

const lowest = { alloc: (min: number): number => min, free: (): void => undefined };
const ops = (pdata: string): IoasidAllocatorOps => ({ ...lowest, pdata });

function posted(base = false): IoasidV1Kernel {
  const ioasid = createIoasidV1(new Machine(), { profile: 'as-posted', base });
  ioasid.ioasidInstallCapacity(100);
  return ioasid;
}

/** How the real code dies in a story; null when it lives. */
function death(story: () => unknown): string | null {
  try {
    story();
    return null;
  } catch (error) {
    if (error instanceof PoisonError) return error.message;
    throw error;
  }
}

/** An instance whose index points to the freed record of the id 0xffffffff. */
function withDanglingRecord(base: boolean): IoasidV1Kernel {
  const ioasid = posted(base);
  const set = base ? null : ioasid.ioasidAllocSet(null, 9);
  if (isErr(set)) throw new Error('no set');
  expect(ioasid.ioasidAlloc(set, INVALID_IOASID, INVALID_IOASID, null)).toBe(INVALID_IOASID);
  expect(ioasid.inspect().defaultIds).toMatchObject([{ id: INVALID_IOASID, dangling: true }]);
  return ioasid;
}

describe('the failure value as an id', () => {
  it.each([
    ['find', false, 'use-after-free in ioasid_find', (ioasid) => ioasid.ioasidFind(null, INVALID_IOASID)],
    ['find', true, 'use-after-free in ioasid_find', (ioasid) => ioasid.ioasidFind(null, INVALID_IOASID)],
    ['set_data', true, 'use-after-free in ioasid_set_data', (ioasid) => ioasid.ioasidAttachData(INVALID_IOASID, 1)],
    [
      'attach_data',
      false,
      'use-after-free in ioasid_attach_data',
      (ioasid) => ioasid.ioasidAttachData(INVALID_IOASID, 1),
    ],
    ['find_sid', false, 'use-after-free in ioasid_find_sid', (ioasid) => ioasid.ioasidFindSet(INVALID_IOASID)],
    ['notify', false, 'use-after-free in ioasid_notify', (ioasid) => ioasid.ioasidNotify(INVALID_IOASID, 3)],
    ['free', false, 'use-after-free in ioasid_free', (ioasid) => ioasid.ioasidFree(INVALID_IOASID)],
    ['free', true, 'double-free in ioasid_free', (ioasid) => ioasid.ioasidFree(INVALID_IOASID)],
  ] as [string, boolean, string, (ioasid: IoasidV1Kernel) => unknown][])(
    'kills %s (base %s)',
    (_call, base, expected, call) => {
      const ioasid = withDanglingRecord(base);
      expect(death(() => call(ioasid))).toBe(expected);
    },
  );

  it('keeps every custom allocator out from then on', () => {
    expect(withDanglingRecord(true).ioasidRegisterAllocator(ops('a'))).toBe(-Errno.EAGAIN);
  });
});

describe('lists of allocators that were registered twice', () => {
  const [a, b, c] = [ops('a'), ops('b'), ops('c')];
  const stray = ops('stray');

  /** Registers in order; each result as a word. */
  function register(ioasid: IoasidV1Kernel, ...list: IoasidAllocatorOps[]): string[] {
    return list.map((one) => (ioasid.ioasidRegisterAllocator(one) === 0 ? 'ok' : 'EEXIST'));
  }

  it('survive it when the first one is alone', () => {
    const ioasid = posted();
    expect(register(ioasid, a, a)).toEqual(['ok', 'EEXIST']);
    expect(ioasid.inspect().groups).toMatchObject([{ members: [a], damaged: true }]);
    expect(death(() => ioasid.ioasidUnregisterAllocator(a))).toBeNull();
    expect(ioasid.inspect().groups).toEqual([]);
  });

  it.each([a, b, stray])('kill an unregister in a group whose first one was moved: %#', (which) => {
    const ioasid = posted();
    expect(register(ioasid, a, b, a)).toEqual(['ok', 'ok', 'EEXIST']);
    expect(death(() => ioasid.ioasidUnregisterAllocator(which))).toBe('use-after-free in ioasid_unregister_allocator');
  });

  it('kill the unregister of the first one, but not of one that came later and mended its next pointer', () => {
    const dying = posted();
    register(dying, a, a, b);
    expect(death(() => dying.ioasidUnregisterAllocator(a))).toBe('use-after-free in ioasid_unregister_allocator');
    const living = posted();
    register(living, a, a, b);
    expect(death(() => living.ioasidUnregisterAllocator(b))).toBeNull();
    expect(living.inspect().groups).toMatchObject([{ members: [a] }]);
  });

  it('hang when the last one is registered again and another one is looked for', () => {
    const ioasid = posted();
    expect(register(ioasid, a, b, b)).toEqual(['ok', 'ok', 'ok']);
    expect(death(() => ioasid.ioasidUnregisterAllocator(stray))).toBe('hang in ioasid_unregister_allocator');
  });

  it('lead to a taken-off node after the looping one was unregistered', () => {
    const ioasid = posted();
    register(ioasid, a, b, b);
    expect(death(() => ioasid.ioasidUnregisterAllocator(b))).toBeNull();
    expect(death(() => ioasid.ioasidUnregisterAllocator(stray))).toBe('wild-pointer in ioasid_unregister_allocator');
  });

  it('lose those behind one in the middle that is registered again', () => {
    const ioasid = posted();
    register(ioasid, a, b, c, b);
    expect(ioasid.inspect().groups).toMatchObject([{ members: [a, b] }]);
  });
});
