import { TraceArgumentError } from './args.js';
import type { EventRecorder } from './event-recorder.js';
import type { Labels } from './labels.js';
import { invalidId } from './model.js';

export type CustomAlloc = (min: number, max: number, pdata: unknown) => number;
export type CustomFree = (id: number, pdata: unknown) => void;

/** What `register_allocator` gets: the functions are the family's and identical for all its members, `pdata` is the member's own. */
export interface CustomOps {
  readonly label: string;
  readonly alloc: CustomAlloc;
  readonly free: CustomFree;
  readonly pdata: object;
}

const oobOffset = 1_000_000;

/** How a family picks an id from its list of outstanding ids; `take` false means that the list does not hold it afterwards. */
interface Picker {
  readonly pick: (outstanding: Outstanding, min: number, max: number) => number;
  readonly keepsList: boolean;
  /** Added to the picked id before it is handed out. */
  readonly offset: number;
}

/** Outstanding ids of one family. */
class Outstanding {
  readonly #ids = new Set<number>();

  has(id: number): boolean {
    return this.#ids.has(id);
  }
  add(id: number): void {
    if (id !== invalidId) this.#ids.add(id);
  }
  delete(id: number): void {
    this.#ids.delete(id);
  }

  lowest(min: number, max: number): number {
    for (let id = min; id <= max; id += 1) if (!this.#ids.has(id)) return id;
    return invalidId;
  }
  highest(min: number, max: number): number {
    for (let id = max; id >= min; id -= 1) if (!this.#ids.has(id)) return id;
    return invalidId;
  }
}

const none = (): number => invalidId;

/** The custom allocators that recordings name: a family is a pair of functions with one list of outstanding ids. */
export class CustomFamilies {
  readonly #events: EventRecorder;
  readonly #labels: Labels;
  readonly #queue: number[] = [];
  readonly #functions = new Map<string, { alloc: CustomAlloc; free: CustomFree }>();
  readonly #ops = new Map<string, CustomOps>();
  readonly #pickers: Readonly<Record<string, Picker>> = {
    first: { pick: (ids, min, max) => ids.lowest(min, max), keepsList: true, offset: 0 },
    top: { pick: (ids, min, max) => ids.highest(min, max), keepsList: true, offset: 0 },
    oob: { pick: (ids, min, max) => ids.lowest(min, max), keepsList: true, offset: oobOffset },
    dup: { pick: (_ids, min) => min, keepsList: false, offset: 0 },
    fail: { pick: none, keepsList: false, offset: 0 },
    script: { pick: () => this.#queue.shift() ?? invalidId, keepsList: false, offset: 0 },
  };

  constructor(events: EventRecorder, labels: Labels) {
    this.#events = events;
    this.#labels = labels;
  }

  /** Queues the values that family `script` will return. */
  scriptNext(ids: readonly number[]): void {
    this.#queue.push(...ids);
  }

  /** The ops of a label `<family>.<n>`: the same object each time it is asked for. */
  ops(label: string): CustomOps {
    const known = this.#ops.get(label);
    if (known) return known;
    const family = /^([a-z]+)\.\d+$/.exec(label)?.[1];
    if (family === undefined) throw new TraceArgumentError(`"${label}" is not the label of a custom allocator`);
    const pdata = this.#labels.object(`pd_${label}`) as object;
    const made: CustomOps = { label, ...this.#familyFunctions(family), pdata };
    this.#ops.set(label, made);
    return made;
  }

  #familyFunctions(family: string): { alloc: CustomAlloc; free: CustomFree } {
    const known = this.#functions.get(family);
    if (known) return known;
    // The family `mix` allocates with one family and frees with another, so that the first one's list only grows.
    const made =
      family === 'mix'
        ? { alloc: this.#familyFunctions('first').alloc, free: this.#familyFunctions('top').free }
        : this.#make(family);
    this.#functions.set(family, made);
    return made;
  }

  #make(family: string): { alloc: CustomAlloc; free: CustomFree } {
    const picker = this.#pickers[family];
    if (!picker) throw new TraceArgumentError(`"${family}" is not a family of custom allocators`);
    const outstanding = new Outstanding();
    return {
      alloc: (min, max, pdata) => {
        const picked = picker.pick(outstanding, min, max);
        if (picker.keepsList) outstanding.add(picked);
        const id = picked === invalidId ? invalidId : (picked + picker.offset) >>> 0;
        this.#events.record({ ev: 'custom_alloc', fn: family, min, max, pdata: this.#labels.nameOf(pdata), ret: id });
        return id;
      },
      free: (id, pdata) => {
        this.#events.record({ ev: 'custom_free', fn: family, id, pdata: this.#labels.nameOf(pdata) });
        outstanding.delete((id - picker.offset) >>> 0);
      },
    };
  }
}
