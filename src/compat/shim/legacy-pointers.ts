/** Untyped pointers of old callers, in the types that the new version wants; one wrapper for each pointer. */
import { AllocatorData, PrivateData } from '../../v2-typed-token/index.js';

/** Private data of an old caller. */
export class LegacyData extends PrivateData {
  readonly priv: unknown;

  constructor(priv: unknown) {
    super();
    this.priv = priv;
  }
}

/** Allocator data of an old caller. */
export class LegacyAllocatorData extends AllocatorData {
  readonly pdata: unknown;

  constructor(pdata: unknown) {
    super();
    this.pdata = pdata;
  }
}

/** Typed form of private data; null stays null. */
export function wrapData(priv: unknown): LegacyData | null {
  return priv === null || priv === undefined ? null : new LegacyData(priv);
}

/** What the old caller put there. */
export function unwrapData(data: PrivateData | null): unknown {
  return data instanceof LegacyData ? data.priv : data;
}
