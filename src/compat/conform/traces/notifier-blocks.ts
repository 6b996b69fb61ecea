import { label, notifyCommandName, word, i32 } from './args.js';
import type { EventRecorder } from './event-recorder.js';
import { notifyReturns } from './model.js';
import type { NotifyReturnName, TraceArgs, TraceValue } from './model.js';

const actionWords = ['none', 'get', 'put', 'queue'] as const;
/** What a block does when it is called, after its call was recorded. */
export type BlockAction = (typeof actionWords)[number];

/** A notifier block as `nb_define` made or changed it; the object stays the same when it is changed. */
export interface BlockDefinition {
  readonly label: string;
  readonly priority: number;
  readonly ret: NotifyReturnName;
  readonly actions: Readonly<Record<string, BlockAction>>;
}

/** What the block's action does: the player calls the library and says what came back. */
export interface BlockActions {
  /** Get with the lock held on the event's set and id: `"0"` or an errno name. `set` is the label for the record. */
  get(): { readonly set: TraceValue; readonly ret: string };
  put(): { readonly set: TraceValue };
  /** Defers a put to the next flush. */
  queue(): void;
}

interface MutableBlock {
  label: string;
  priority: number;
  ret: NotifyReturnName;
  actions: Record<string, BlockAction>;
}

const returnWords = Object.keys(notifyReturns) as NotifyReturnName[];

/** The notifier blocks of a sequence. One that was never defined has priority 0, returns DONE and does nothing. */
export class NotifierBlocks {
  readonly #blocks = new Map<string, MutableBlock>();
  readonly #events: EventRecorder;

  constructor(events: EventRecorder) {
    this.#events = events;
  }

  block(name: string): BlockDefinition {
    return this.#block(name);
  }

  define(args: TraceArgs): void {
    const block = this.#block(label(args, 'nb'));
    block.priority = i32(args, 'priority');
    block.ret = word(args, 'ret', returnWords);
    block.actions = {
      ALLOC: word(args, 'on_alloc', actionWords, 'none'),
      FREE: word(args, 'on_free', actionWords, 'none'),
      BIND: word(args, 'on_bind', actionWords, 'none'),
      UNBIND: word(args, 'on_unbind', actionWords, 'none'),
    };
  }

  /**
   * One call of a block: records `notify` with `fields` (id, spid, set, sid, token, pdata as the variant has them), then does
   * the block's action and records that. Returns the number that the block returns.
   */
  call(
    block: BlockDefinition,
    command: number,
    fields: Readonly<Record<string, TraceValue>>,
    actions?: BlockActions,
  ): number {
    const cmd = notifyCommandName(command);
    const { label: nb, ret } = block;
    this.#events.record({ ev: 'notify', nb, cmd, ...fields, ret });
    const id = fields['id'] ?? null;
    const action = block.actions[cmd] ?? 'none';
    if (action !== 'none' && actions === undefined) throw new Error(`block ${nb} has an action where none is possible`);
    if (action === 'get' && actions) this.#events.record({ ev: 'cb_get_locked', id, ...actions.get() });
    if (action === 'put' && actions) this.#events.record({ ev: 'cb_put_locked', id, ...actions.put() });
    if (action === 'queue' && actions) {
      actions.queue();
      this.#events.record({ ev: 'queue_work', id, ret: true });
    }
    return notifyReturns[ret];
  }

  #block(name: string): MutableBlock {
    const known = this.#blocks.get(name);
    if (known) return known;
    const made: MutableBlock = { label: name, priority: 0, ret: 'DONE', actions: {} };
    this.#blocks.set(name, made);
    return made;
  }
}
