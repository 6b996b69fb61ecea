/** Ids of the host, handed out one by one. */
import { INVALID_IOASID, isErr, type Ioasid, type IoasidSet, type IoasidV1 } from 'pintle/v1';

const quota = 256;

export class Pool {
  readonly #ioasid: IoasidV1;
  readonly #set: IoasidSet;

  private constructor(ioasid: IoasidV1, set: IoasidSet) {
    this.#ioasid = ioasid;
    this.#set = set;
  }

  /** Null when the host has no room for the pool. */
  static open(ioasid: IoasidV1): Pool | null {
    const set = ioasid.ioasidAllocSet(null, quota);
    if (isErr(set)) return null;
    return new Pool(ioasid, set);
  }

  take(): Ioasid | null {
    const id = this.#ioasid.ioasidAlloc(this.#set, 1, quota, null);
    return id === INVALID_IOASID ? null : id;
  }

  give(id: Ioasid): void {
    this.#ioasid.ioasidFree(id);
  }

  close(): void {
    this.#ioasid.ioasidFreeSet(this.#set, true);
  }
}
