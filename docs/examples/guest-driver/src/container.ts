/** Gives the guest of one process its PASIDs. */
import { INVALID_IOASID, isErr, type Ioasid, type IoasidSet, type IoasidV1 } from 'pintle/v1';

/** The address space of a process, as this project knows it. */
export interface MmStruct {
  readonly name: string;
  readonly pid: number;
}

export class Container {
  readonly #core: IoasidV1;
  readonly #set: IoasidSet;

  private constructor(core: IoasidV1, set: IoasidSet) {
    this.#core = core;
    this.#set = set;
  }

  static open(core: IoasidV1, mm: MmStruct, quota: number): Container {
    const set = core.ioasidAllocSet(mm, quota);
    if (isErr(set)) throw new Error(`no set for ${mm.name}`);
    return new Container(core, set);
  }

  allocate(): Ioasid | undefined {
    const id = this.#core.ioasidAlloc(this.#set, 1, 0xfffff, null);
    if (id === INVALID_IOASID) return undefined;
    return id;
  }

  release(id: Ioasid): void {
    this.#core.ioasidFree(id);
  }

  close(): void {
    this.#core.ioasidFreeSet(this.#set, true);
  }
}
