import type { BusLog } from '../bus.js';
import { advanced, isFull, positionOf, indexOf } from './queue-pointers.js';
import { queueBase } from './registers.js';

const overflowFlag = 0x8000_0000;

/** An event or PRI queue as hardware fills it. */
export class RecordQueue {
  producer = 0;
  consumer = 0;
  readonly base = new Uint32Array(2);
  /** Records lost because the queue was full. */
  lost = 0;
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #words: number;

  constructor(bus: BusLog, unit: number, words: number) {
    this.#bus = bus;
    this.#unit = unit;
    this.#words = words;
  }

  /** Puts one record (u32 words) in; on overflow the flag of the producer differs from the consumer's. */
  put(record: Uint32Array): 'queued' | 'lost' {
    const log2size = queueBase.fields.LOG2SIZE.get(this.base);
    if (isFull(this.producer, this.consumer, log2size)) {
      if (((this.producer ^ this.consumer) & overflowFlag) === 0) this.producer = (this.producer ^ overflowFlag) >>> 0;
      this.lost++;
      return 'lost';
    }
    const slot = indexOf(this.producer, log2size);
    const at = queueBase.fields.ADDR.get(this.base) + slot * 4 * this.#words;
    for (let i = 0; i < this.#words; i += 2) {
      this.#bus.deviceStore64(this.#unit, at + 4 * i, record[i] as number, record[i + 1] as number);
    }
    this.producer = advanced(this.producer, log2size);
    return 'queued';
  }

  /** Whether records wait. */
  get pending(): boolean {
    const log2size = queueBase.fields.LOG2SIZE.get(this.base);
    return positionOf(this.producer, log2size) !== positionOf(this.consumer, log2size);
  }
}
