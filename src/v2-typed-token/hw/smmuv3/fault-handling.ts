import type { HwResult } from '../outcome.js';
import { commands, priResponse, resumeAction } from './commands.js';
import type { SmmuCore } from './core.js';
import { advanced, indexOf, isEmpty, positionOf } from './queue-pointers.js';
import { eventRecord, pageRequestRecord, register } from './registers.js';

const recordQueueLog2 = 7;
const overflowFlag = 0x8000_0000;

/** An event as the driver read it from the queue. */
export interface SmmuEvent {
  readonly id: number;
  readonly streamId: number;
  readonly ssid: number | undefined;
  /** Stall tag, if the transaction waits for an answer. */
  readonly stag: number | undefined;
  readonly raw: Uint32Array;
}

/** Answer to a stalled fault: the kernel's response codes 0 success, 1 invalid, 2 failure. */
export interface StallAnswer {
  readonly streamId: number;
  readonly stag: number;
  readonly code: 0 | 1 | 2;
}

/** Page requests and events: what the driver reads from hardware's queues and answers (reference 2.6). */
export class FaultHandling {
  /** Takes events; without it they are only removed from the queue. */
  onEvent: ((event: SmmuEvent) => void) | undefined;
  readonly #core: SmmuCore;
  readonly #record = new Uint32Array(8);
  #priConsumer = 0;
  #eventConsumer = 0;

  constructor(core: SmmuCore) {
    this.#core = core;
  }

  /** Answers a stalled transaction (`arm_smmu_page_response`), without waiting. */
  respond({ streamId, stag, code }: StallAnswer): HwResult {
    const action = code === 0 ? resumeAction.retry : resumeAction.abort;
    this.#core.queue.add(commands.resume, { Action: action, StreamID: streamId, STAG: stag });
    return this.#core.queue.post();
  }

  /** Removes all page requests; the last one of a group is denied (`arm_smmu_priq_thread`). */
  runPriQueue(): void {
    const core = this.#core;
    let producer = core.read(register.PRIQ_PROD);
    while (!isEmpty(producer, this.#priConsumer, recordQueueLog2)) {
      while (!isEmpty(producer, this.#priConsumer, recordQueueLog2)) {
        const at = core.priRing + 16 * indexOf(this.#priConsumer, recordQueueLog2);
        core.bus.memory.readWords(at, 4, this.#record);
        this.#priConsumer = advanced(this.#priConsumer, recordQueueLog2);
        core.write(4, register.PRIQ_CONS, this.#priConsumer);
        this.#denyLast();
      }
      producer = core.read(register.PRIQ_PROD);
    }
    this.#priConsumer = this.#acknowledgeOverflow(register.PRIQ_CONS, producer, this.#priConsumer);
  }

  /** Removes all events and hands them on (`arm_smmu_evtq_thread`). */
  runEventQueue(): void {
    const core = this.#core;
    let producer = core.device.readLow(register.EVENTQ_PROD);
    while (!isEmpty(producer, this.#eventConsumer, recordQueueLog2)) {
      const at = core.eventRing + 32 * indexOf(this.#eventConsumer, recordQueueLog2);
      core.bus.memory.readWords(at, 8, this.#record);
      this.#eventConsumer = advanced(this.#eventConsumer, recordQueueLog2);
      core.write(4, register.EVENTQ_CONS, this.#eventConsumer);
      this.onEvent?.(this.#event());
      producer = core.device.readLow(register.EVENTQ_PROD);
    }
    this.#eventConsumer = this.#acknowledgeOverflow(register.EVENTQ_CONS, producer, this.#eventConsumer);
  }

  /** Both queues start again at 0. */
  reset(): void {
    this.#priConsumer = 0;
    this.#eventConsumer = 0;
  }

  #denyLast(): void {
    const { fields } = pageRequestRecord;
    const record = this.#record;
    if (fields.Last.get(record) === 0) return;
    const substream = fields.SSV.get(record);
    this.#core.queue.add(commands.priResp, {
      SSV: substream,
      SSID: substream === 1 ? fields.SSID.get(record) : 0,
      StreamID: fields.StreamID.get(record),
      PRGIndex: fields.PRGIndex.get(record),
      Resp: priResponse.deny,
    });
    this.#core.queue.post();
  }

  #acknowledgeOverflow(offset: number, producer: number, consumer: number): number {
    if (((producer ^ consumer) & overflowFlag) === 0) return consumer;
    const seen = (positionOf(consumer, recordQueueLog2) | (producer & overflowFlag)) >>> 0;
    this.#core.write(4, offset, seen);
    return seen;
  }

  #event(): SmmuEvent {
    const { fields } = eventRecord;
    const record = this.#record;
    return {
      id: fields.ID.get(record),
      streamId: fields.StreamID.get(record),
      ssid: fields.SSV.get(record) === 1 ? fields.SSID.get(record) : undefined,
      stag: fields.Stall.get(record) === 1 ? fields.STAG.get(record) : undefined,
      raw: record.slice(),
    };
  }
}
