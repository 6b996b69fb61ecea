/** Facts of C functions: what is tested, what is used after it went, what runs where. */
import { expect, it } from 'vitest';
import { check, fixtures, migrate, places } from './reading.js';

it('follows results through tests, gotos and members', async () => {
  const found = places(await check(['incumbents/flow.c'], fixtures)).filter(
    (place) => !/OUTLIVED|NOT_TAKEN/.test(place),
  );
  expect(found).toEqual([
    'incumbents/flow.c:33 ERROR_UNCHECKED ioasid_alloc_set',
    'incumbents/flow.c:40 ERROR_TEST_WRONG ioasid_alloc_set',
    'incumbents/flow.c:52 STALE_SET ioasid_free_set',
    'incumbents/flow.c:57 TOKEN_DATA_CONFUSED ioasid_find',
    'incumbents/flow.c:66 INIT_MM_TOKEN ioasid_alloc_set',
  ]);
});

it('never makes an mm set of init_mm', async () => {
  const { rewrites, notDone } = await migrate(['incumbents/flow.c'], fixtures);
  expect(rewrites[0]?.after).toContain('ioasid_alloc_set((void *)&init_mm, 8);');
  expect(notDone.map(({ line }) => line)).toEqual([66]);
});

it('finds what a handler reaches that may not run there', async () => {
  expect(places(await check(['incumbents/handler.c'], fixtures))).toEqual([
    'incumbents/handler.c:10 HANDLER_CONTEXT ioasid_add_notifier',
    'incumbents/handler.c:11 HANDLER_CONTEXT ioasid_free',
    'incumbents/handler.c:11 OWNER_UNCHECKED ioasid_free',
  ]);
});

it('pairs look-ups and puts of the new version, gotos included', async () => {
  const report = await check(['typed/references.c'], fixtures);
  expect(places(report)).toEqual([
    'typed/references.c:5 LOOKUP_REFERENCE_LEAKED ioasid_find_mm_set',
    'typed/references.c:38 LOOKUP_REFERENCE_LEAKED ioasid_find_by_spid',
  ]);
  expect(report.findings.map(({ message }) => /line \d+/.exec(message)?.[0])).toEqual(['line 11', 'line 43']);
});

it('leaves code of the new version alone', async () => {
  const { rewrites, found } = await migrate(['typed/references.c'], fixtures);
  expect({ rewrites, found }).toEqual({ rewrites: [], found: 0 });
});
