/** The shipped tree: what is found in it, and a migration that real git applies. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, copyOf, exampleTree, migrate, pintle, places } from './reading.js';

/** Each was looked at; notes about kept ids and sets are left out here. */
const reviewed = [
  'drivers/dma/idxd/cdev.c:43 OWNER_UNCHECKED ioasid_free',
  'drivers/dma/idxd/cdev.c:56 OWNER_UNCHECKED ioasid_free',
  'drivers/gpu/kfd/kfd_pasid.c:32 TOKEN_KIND_UNSTATED ioasid_alloc_set',
  'drivers/gpu/kfd/kfd_pasid.c:54 OWNER_UNCHECKED ioasid_find',
  'drivers/gpu/kfd/kfd_pasid.c:61 OWNER_UNCHECKED ioasid_free',
  'drivers/iommu/arm/smmu-v3-aux.c:59 OWNER_UNCHECKED ioasid_free',
  'drivers/iommu/arm/smmu-v3-aux.c:68 OWNER_UNCHECKED ioasid_free',
  'drivers/iommu/intel/svm.c:54 OWNER_UNCHECKED ioasid_find',
  'drivers/iommu/intel/svm.c:102 OWNER_UNCHECKED ioasid_find',
  'drivers/iommu/intel/svm.c:137 OWNER_UNCHECKED ioasid_free',
  'drivers/iommu/ioasid.c:91 TOKEN_KIND_UNSTATED ioasid_alloc_set',
  'drivers/vfio/mdev/idxd_vdcm.c:11 MM_ASSUMED ioasid_find_set_by_token',
  'drivers/vfio/mdev/idxd_vdcm.c:20 MM_ASSUMED ioasid_set.token',
  'drivers/vfio/mdev/idxd_vdcm.c:47 MM_ASSUMED ioasid_nb_args.set_token',
  'drivers/vfio/vfio_pasid.c:79 OWNER_UNCHECKED ioasid_free',
  'drivers/vfio/vfio_pasid.c:91 OWNER_UNCHECKED ioasid_free',
  'drivers/vfio/vfio_pasid.c:91 RANGE_FREED ioasid_free',
  'virt/kvm/pasid_table.c:24 MM_ASSUMED ioasid_nb_args.set_token',
];

it('finds what was found by hand', async () => {
  const report = await check(['.'], exampleTree);
  expect(report.notRead).toEqual([]);
  // A result that is thrown away where data is cleared is a matter of taste.
  const found = places(report).filter((place) => !/OUTLIVED|NOT_TAKEN|ERROR_UNCHECKED ioasid_attach_data/.test(place));
  expect(found).toEqual(reviewed);
});

describe('migrate', () => {
  it('lists what a person has to decide, and why', async () => {
    const { notDone, found, rewrites } = await migrate(['.'], exampleTree);
    expect(notDone.map(({ file, line, reason }) => `${file}:${line} ${reason.split(':')[0]}`)).toEqual([
      'drivers/gpu/kfd/kfd_pasid.c:32 the token is neither a struct mm_struct pointer nor NULL',
      'drivers/iommu/ioasid.c:91 the token is neither a struct mm_struct pointer nor NULL',
      expect.stringMatching(/^drivers\/vfio\/mdev\/idxd_vdcm\.c:16 to check an owner/),
      expect.stringMatching(/^drivers\/vfio\/mdev\/idxd_vdcm\.c:20 the new version has no such member/),
      expect.stringMatching(/^drivers\/vfio\/mdev\/idxd_vdcm\.c:47 the new version has no such member/),
      'drivers/vfio/vfio_pasid.c:91 every id of the range is freed, whoever owns it',
      expect.stringMatching(/^virt\/kvm\/pasid_table\.c:24 the new version has no such member/),
    ]);
    const moved = rewrites.reduce((sum, { sites }) => sum + sites, 0);
    expect(moved + notDone.length).toBe(found);
  });

  it('changes only lines with calls, and keeps every other byte', async () => {
    const { rewrites } = await migrate(['.'], exampleTree);
    for (const { before, after } of rewrites) {
      const [old, now] = [new Set(before.split('\n')), new Set(after.split('\n'))];
      for (const line of now) if (!old.has(line)) expect(line).toMatch(/ioasid_\w+\(|IOASID_SET_TYPE/);
      for (const line of old) if (!now.has(line)) expect(line).toMatch(/ioasid_\w+\(/);
      for (const line of now) expect(line).not.toMatch(/[ \t]$/);
    }
  });

  it('writes other published spellings', async () => {
    const third = await migrate(['drivers/dma'], exampleTree, 'v3');
    expect(third.rewrites[0]?.after).toContain('user->set = ioasid_set_alloc(user->mm, 1, IOASID_SET_TYPE_MM);');
    const fourth = await migrate(['drivers/dma'], exampleTree, 'v4');
    expect(fourth.rewrites[0]?.after).toContain('ioasid_free(user->set, user->pasid);');
    await expect(migrate(['drivers/dma'], exampleTree, 'v9')).rejects.toThrow(
      /^--target v9: no such version; there is /,
    );
  });

  it('writes patches that git am takes, one per entry of MAINTAINERS, and leaves nothing old but what it listed', async () => {
    const folder = copyOf(exampleTree);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    git('init', '-q');
    git('config', 'user.name', 'Ada Q');
    git('config', 'user.email', 'ada@example.org');
    git('add', '-A');
    git('commit', '-qm', 'tree');
    for (const [file, prefix] of [
      ['drivers/vfio/vfio_pasid.c', 'vfio'],
      ['drivers/iommu/intel/svm.c', 'iommu/vt-d'],
    ] as const) {
      appendFileSync(join(folder, file), '/* end */\n');
      git('commit', '-qam', `${prefix}: Mark the end`);
    }
    const { code, err } = await pintle(folder, 'migrate', '--patches', 'out');
    expect(code).toBe(1);
    const patches = readdirSync(join(folder, 'out')).sort();
    expect(err).toContain(`out/${patches[0]}`);
    git('am', ...patches.map((name) => join('out', name)));
    const subjects = git('log', '--format=%s', `-${patches.length}`).trim().split('\n');
    expect(subjects.filter((subject) => /^(?:vfio|iommu\/vt-d): /.test(subject))).toHaveLength(2);
    expect(patches).toHaveLength(6);
    for (const name of patches) {
      const text = readFileSync(join(folder, 'out', name), 'utf8');
      expect(text).toMatch(/\nbase-commit: [0-9a-f]{40}\n/);
      expect(
        text
          .split('\n---\n')[0]!
          .split('\n')
          .filter((line) => line.length > 78),
      ).toEqual([]);
    }
    const again = await migrate(['.'], folder);
    expect(again.rewrites).toEqual([]);
    expect(again.notDone).toHaveLength(7);
  });

  it('does nothing the second time', async () => {
    const folder = copyOf(exampleTree);
    expect((await pintle(folder, 'migrate', '--write')).code).toBe(1);
    const once = readFileSync(join(folder, 'drivers/iommu/intel/svm.c'), 'utf8');
    writeFileSync(join(folder, 'mark'), '');
    await pintle(folder, 'migrate', '--write');
    expect(readFileSync(join(folder, 'drivers/iommu/intel/svm.c'), 'utf8')).toBe(once);
  });
});
