import { i32, label, u32List, word } from './args.js';
import { CustomFamilies } from './custom-families.js';
import { EventRecorder } from './event-recorder.js';
import { allocationKinds, Faults } from './faults.js';
import { Labels } from './labels.js';
import type { TraceArgs, TraceResult } from './model.js';
import { NotifierBlocks } from './notifier-blocks.js';

const done: TraceResult = { ret: 'void' };

/**
 * What surrounded the library when it was recorded, fresh for each sequence: labelled pointers, custom allocators, notifier
 * blocks, deferred work, injected failures, and the record of events. It knows nothing of a library.
 */
export class TraceHarness {
  readonly labels = new Labels();
  readonly events = new EventRecorder();
  readonly faults = new Faults(this.events);
  readonly families = new CustomFamilies(this.events, this.labels);
  readonly blocks = new NotifierBlocks(this.events);
  /** Released memory really goes at the end of each operation (`drain`), or stays readable (`hold`). */
  rcuMode: 'hold' | 'drain' = 'hold';
  readonly #deferred: (() => void)[] = [];

  /** Defers work to the next `flush`; the work records its own `work_put`. */
  defer(work: () => void): void {
    this.#deferred.push(work);
  }

  /** Carries out an operation that concerns the surroundings alone; null when it is one of the library. */
  apply(op: string, args: TraceArgs): TraceResult | null {
    switch (op) {
      case 'fault':
        this.faults.arm(word(args, 'alloc', allocationKinds), i32(args, 'after'));
        return done;
      case 'rcu_mode':
        this.rcuMode = word(args, 'mode', ['hold', 'drain'] as const);
        return done;
      case 'rcu_barrier':
        return done;
      case 'nb_define':
        this.blocks.define(args);
        return done;
      case 'custom_next':
        this.families.scriptNext(u32List(args, 'ids'));
        return done;
      case 'flush':
        return { ret: this.#flush() };
      default:
        return null;
    }
  }

  /** The private pointer callback of `find`: null when the operation has none. Each call is recorded. */
  getter(args: TraceArgs): ((priv: unknown) => boolean) | null {
    if (args['getter'] === null || args['getter'] === undefined) return null;
    const kind = word({ getter: label(args, 'getter') }, 'getter', ['true', 'false', 'nonnull'] as const);
    return (priv) => {
      const ret = kind === 'true' || (kind === 'nonnull' && priv !== null && priv !== undefined);
      this.events.record({ ev: 'getter', arg: this.labels.nameOf(priv), ret });
      return ret;
    };
  }

  #flush(): number {
    let ran = 0;
    for (let work = this.#deferred.shift(); work; work = this.#deferred.shift()) {
      work();
      ran += 1;
    }
    return ran;
  }
}
