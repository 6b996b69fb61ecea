/** Names under which callers know the types that codemods and rules look at. */
import type { HandlerReshape, ResultIdiom, TypeNames } from '../pair-model.js';

export const types = {
  mm: { c: ['struct mm_struct *'], ts: ['MmStruct'], adopt: { how: 'replace', to: 'MmStruct' } },
  set: { c: ['struct ioasid_set *'], ts: ['IoasidSet'] },
  'private-data': { c: [], ts: ['PrivateData'], adopt: { how: 'extend', to: 'PrivateData' } },
  ioasid: { c: ['ioasid_t'], ts: ['Ioasid'], make: 'ioasid' },
} as const satisfies Readonly<Record<string, TypeNames>>;

/** How a failure is read in the old TypeScript spelling and said in the new one. */
export const resultIdiom: ResultIdiom = {
  old: { errorType: 'ErrPtr', errorTest: 'isErr', errorNumber: 'ptrErr' },
  new: {
    ok: '$.ok',
    failed: '!$.ok',
    value: '$.value',
    number: '-Errno[$.error.code]',
    type: 'Result<$>',
    success: 'ok($)',
    failure: "err('$', 'refused')",
  },
  imports: { Errno: 'old', Result: 'new', ok: 'new', err: 'new' },
};

/** How an old handler becomes a new one. */
export const handlers: readonly HandlerReshape[] = [
  {
    type: 'NotifierBlock',
    property: 'notifierCall',
    param: 'notification',
    paramType: 'IoasidNotification',
    resultType: 'NotifierAnswer',
    params: [
      'notification.event',
      { id: 'notification.id', set: 'notification.set', pdata: 'notification.data.privateData()' },
    ],
    guard: { text: "if (notification.id === null) return 'done';", whenUsed: ['notification.id'] },
    values: { priority: { '0': "'last'", '1': "'device'", '2': "'iommu'", '3': "'cpu'", '*': "'last'" } },
  },
];
