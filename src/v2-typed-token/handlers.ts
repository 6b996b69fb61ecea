/** Handlers of callers, in the numbers that chains work with; one block for each handler. */
import type { Ioasid, IoasidEvent, NotifierBlock, NotifierPriority } from './api.js';
import { answerNumbers, type ChainBlock, type Payload } from './notifier-chain.js';
import { NotificationData, type MmStruct, type PrivateData } from './pointers.js';
import { invalidId } from './records.js';
import type { SetRecord } from './set-record.js';
import { eventNumbers } from './state.js';

/** Numbers of the ranks (C: `IOASID_PRIO_*`). */
export const rankNumbers = { last: 0, device: 1, iommu: 2, cpu: 3 } as const satisfies Record<NotifierPriority, number>;

const events = new Map<number, IoasidEvent>(
  Object.entries(eventNumbers).map(([event, number]) => [number, event as IoasidEvent]),
);

export class Handlers {
  readonly #blocks = new WeakMap<NotifierBlock, ChainBlock>();

  blockOf(nb: NotifierBlock): ChainBlock {
    const known = this.#blocks.get(nb);
    if (known !== undefined) return known;
    const block: ChainBlock = {
      rank: rankNumbers[nb.priority],
      call: (payload) => answerNumbers[nb.notifierCall(notificationOf(payload))],
    };
    this.#blocks.set(nb, block);
    return block;
  }
}

function notificationOf({ event, id, spid, set, priv }: Payload) {
  return {
    event: events.get(event)!,
    id: id === invalidId ? null : (id as Ioasid),
    spid: spid === invalidId ? null : (spid as Ioasid),
    set: (set as SetRecord).handle,
    data: new NotificationData(priv as PrivateData | MmStruct | null),
  };
}
