/** The symbols that the map must tell, read off the two front doors so that they cannot drift. */
import type * as v1 from '../../v1-void-token/index.js';
import type * as v2 from '../../v2-typed-token/index.js';

export type V1Call = keyof v1.IoasidV1;
export type V2Call = keyof v2.IoasidV2;

/**
 * Exports of the front doors that are no part of the API: they boot an instance, and the kernel has nothing of the kind.
 * `surface.test.ts` sees to it that nothing else is left out.
 */
export const v1Machinery = [
  'createIoasidV1',
  'AllocationKind',
  'Decision',
  'DecisionId',
  'decisions',
  'GroupSnapshot',
  'IdSnapshot',
  'IoasidV1Kernel',
  'IoasidV1Options',
  'IoasidV1Snapshot',
  'LogLevel',
  'LogRecord',
  'Machine',
  'MachineOptions',
  'PoisonError',
  'PoisonKind',
  'Profile',
  'SetSnapshot',
  'systemToken',
] as const;
export const v2Machinery = [
  'Charger',
  'createIoasidV2',
  'createMachine',
  'Decision',
  'DecisionId',
  'DecisionReport',
  'decisions',
  'InvariantError',
  'IoasidV2Options',
  'Machine',
  'PoisonError',
  'Profile',
  'ReentryError',
  'SimulatedMachine',
] as const;

export type V1Value = Exclude<keyof typeof v1, (typeof v1Machinery)[number]>;
export type V2Value = Exclude<keyof typeof v2, (typeof v2Machinery)[number]>;

/** `keyof typeof module` does not see types; the test compares these lists with the exports. */
export const v1TypeNames = [
  'Ioasid',
  'IoasidAllocatorOps',
  'IoasidGetter',
  'IoasidNbArgs',
  'IoasidNotifyCmd',
  'IoasidSet',
  'IoasidV1',
  'ErrnoName',
  'NotifierBlock',
] as const;
export const v2TypeNames = [
  'ErrnoName',
  'FreeOutcome',
  'Ioasid',
  'IoasidAllocatorOps',
  'IoasidError',
  'IoasidEvent',
  'IoasidNotification',
  'IoasidRange',
  'IoasidSet',
  'IoasidState',
  'IoasidV2',
  'NotifierAnswer',
  'NotifierBlock',
  'NotifierPriority',
  'NotifyScope',
  'PutOutcome',
  'Result',
  'SetToken',
] as const;

export type V1Symbol = V1Call | V1Value | (typeof v1TypeNames)[number];
export type V2Symbol = V2Call | V2Value | (typeof v2TypeNames)[number];

/** Positions of the arguments of a call: an entry that names argument 2 of a call with two does not compile. */
export type ArgOf<S> = S extends V1Call
  ? Exclude<keyof Parameters<v1.IoasidV1[S]>, keyof unknown[]> extends infer K
    ? K extends `${infer N extends number}`
      ? N
      : never
    : never
  : never;
