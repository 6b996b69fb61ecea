/**
 * Custom allocators of old callers as those of the new version. Whether two share their ids is decided by equal
 * functions, so one function must always be wrapped by the same one.
 */
import { INVALID_IOASID, type IoasidAllocatorOps as OldOps } from '../../v1-void-token/index.js';
import type { AllocatorData, IoasidAllocatorOps, IoasidRange } from '../../v2-typed-token/index.js';
import { LegacyAllocatorData } from './legacy-pointers.js';

export class LegacyAllocators {
  readonly #ops = new WeakMap<OldOps, IoasidAllocatorOps>();
  readonly #allocs = new WeakMap<OldOps['alloc'], IoasidAllocatorOps['alloc']>();
  readonly #frees = new WeakMap<OldOps['free'], IoasidAllocatorOps['free']>();

  /** The one wrapper of these ops. */
  wrap(ops: OldOps): IoasidAllocatorOps {
    const known = this.#ops.get(ops);
    if (known !== undefined) return known;
    const wrapped: IoasidAllocatorOps = {
      alloc: this.#alloc(ops.alloc),
      free: this.#free(ops.free),
      data: new LegacyAllocatorData(ops.pdata),
    };
    this.#ops.set(ops, wrapped);
    return wrapped;
  }

  #alloc(alloc: OldOps['alloc']): IoasidAllocatorOps['alloc'] {
    const known = this.#allocs.get(alloc);
    if (known !== undefined) return known;
    const wrapped = ({ min, max }: IoasidRange, data: AllocatorData | null) => {
      const id = alloc(min, max, pdataOf(data));
      return id === INVALID_IOASID ? null : id;
    };
    this.#allocs.set(alloc, wrapped);
    return wrapped;
  }

  #free(free: OldOps['free']): IoasidAllocatorOps['free'] {
    const known = this.#frees.get(free);
    if (known !== undefined) return known;
    const wrapped = (id: number, data: AllocatorData | null) => free(id, pdataOf(data));
    this.#frees.set(free, wrapped);
    return wrapped;
  }
}

function pdataOf(data: AllocatorData | null): unknown {
  return data instanceof LegacyAllocatorData ? data.pdata : null;
}
