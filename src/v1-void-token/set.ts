import type { IoasidSet } from './api.js';
import type { IdTree } from './id-tree.js';

/** A set as the library keeps it (C: `struct ioasid_set_data`). */
export class IoasidSetRecord implements IoasidSet {
  readonly id: number;
  readonly token: unknown;
  /** Ids that the set may hold, as a u32. */
  quota: number;
  /** Ids that count against the quota. */
  count = 0;
  /** Which ids the set believes to hold; only their numbers matter. Null for a static set of the base allocator. */
  readonly index: IdTree | null;
  /** Sets with the same token in order of creation; `newestOfToken` is kept by the oldest. */
  nextOfToken: IoasidSetRecord | null = null;
  previousOfToken: IoasidSetRecord | null = null;
  newestOfToken: IoasidSetRecord | null = null;

  constructor(id: number, token: unknown, quota: number, index: IdTree | null) {
    this.id = id;
    this.token = token;
    this.quota = quota;
    this.index = index;
  }
}

/** C: `DECLARE_IOASID_SET`. A static set of the base allocator: nothing but an address. */
export function declareIoasidSet(): IoasidSet {
  return new IoasidSetRecord(-1, null, 0, null);
}
