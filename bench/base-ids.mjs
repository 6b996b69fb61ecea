// Per-operation cost of the base allocator of mainline 6.1: static sets, no quota, no notifier.
import { createIoasidV1, declareIoasidSet, Machine } from '../dist/src/v1-void-token/index.js';
import { idRows } from './harness/id-rows.mjs';

export const rows = idRows('base', () => ({
  ioasid: createIoasidV1(new Machine(), { base: true }),
  set: declareIoasidSet(),
}));
