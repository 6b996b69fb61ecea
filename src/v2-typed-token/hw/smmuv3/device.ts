import type { BusLog, RegisterWindow } from '../bus.js';
import { FaultPlan } from '../fault-plan.js';
import type { FieldValue } from '../word64.js';
import { CommandConsumer, type SmmuFault } from './command-consumer.js';
import type { SmmuConfig } from './config.js';
import { RecordQueue } from './record-queue.js';
import {
  addressing,
  control,
  eventRecord,
  features,
  moreFeatures,
  pageRequestRecord,
  register,
  sizes,
} from './registers.js';

/** A page request of a PCI device (PRI). */
export interface PriRequest {
  readonly streamId: number;
  /** Absent: a request without SSID. */
  readonly ssid?: number;
  readonly address: FieldValue;
  readonly read?: boolean;
  readonly write?: boolean;
  readonly execute?: boolean;
  readonly privileged?: boolean;
  readonly last?: boolean;
  readonly group: number;
}

/** A transaction that faulted; `stag` is set when it is stalled. */
export interface FaultEvent {
  /** 0x10 translation, 0x11 address size, 0x12 access, 0x13 permission. */
  readonly id: number;
  readonly streamId: number;
  readonly ssid?: number;
  readonly address: FieldValue;
  readonly read?: boolean;
  readonly stag?: number;
}

/** The SMMUv3 itself: registers, and hardware that reacts to what is written to them. */
export class SmmuDevice implements RegisterWindow {
  readonly faults = new FaultPlan<SmmuFault>();
  readonly commands: CommandConsumer;
  readonly events: RecordQueue;
  readonly pageRequests: RecordQueue;
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #plain = new Map<number, readonly [number, number]>();
  readonly #stalled = new Set<string>();

  constructor(bus: BusLog, unit: number, config: SmmuConfig) {
    this.#bus = bus;
    this.#unit = unit;
    this.#identify(config);
    this.commands = new CommandConsumer(bus, unit, this.faults);
    this.events = new RecordQueue(bus, unit, 8);
    this.pageRequests = new RecordQueue(bus, unit, 4);
    this.commands.onAnswer = ({ kind, streamId, tag }) => {
      if (kind === 'stall') this.#stalled.delete(`${streamId}/${tag}`);
    };
  }

  /** A device asks for a page; the record is lost when the queue is full. */
  post(request: PriRequest): 'queued' | 'lost' {
    const record = pageRequestRecord.encode({
      StreamID: request.streamId,
      SSID: request.ssid ?? 0,
      SSV: Number(request.ssid !== undefined),
      Priv: Number(request.privileged ?? false),
      X: Number(request.execute ?? false),
      R: Number(request.read ?? false),
      W: Number(request.write ?? false),
      Last: Number(request.last ?? false),
      PRGIndex: request.group,
      Address: request.address,
    });
    const outcome = this.pageRequests.put(record);
    if (outcome === 'queued') this.#bus.interrupt(this.#unit, register.PRIQ_PROD, this.pageRequests.producer);
    return outcome;
  }

  /** A transaction faults; with a tag it stalls until a RESUME names the tag. */
  fault(event: FaultEvent): 'queued' | 'lost' {
    const record = eventRecord.encode({
      ID: event.id,
      SSV: Number(event.ssid !== undefined),
      SSID: event.ssid ?? 0,
      StreamID: event.streamId,
      STAG: event.stag ?? 0,
      Stall: Number(event.stag !== undefined),
      RnW: Number(event.read ?? false),
      CLASS: 2,
      InputAddr: event.address,
    });
    const outcome = this.events.put(record);
    if (outcome === 'lost') return outcome;
    if (event.stag !== undefined) this.#stalled.add(`${event.streamId}/${event.stag}`);
    this.#bus.interrupt(this.#unit, register.EVENTQ_PROD, this.events.producer);
    return outcome;
  }

  /** Transactions that wait for a RESUME. */
  get stalledTransactions(): number {
    return this.#stalled.size;
  }

  writeRegister(offset: number, low: number, high: number): void {
    const { commands, events, pageRequests } = this;
    switch (offset) {
      case register.CR0:
        this.#plain.set(offset, [low, 0]);
        commands.enabled = (low & control.CMDQEN) !== 0;
        commands.run();
        break;
      case register.CMDQ_BASE:
        commands.base.set([low, high]);
        break;
      case register.CMDQ_PROD:
        commands.moveProducer(low >>> 0);
        break;
      case register.CMDQ_CONS:
        commands.consumer = low >>> 0;
        break;
      case register.GERRORN:
        commands.acknowledge(low >>> 0);
        break;
      case register.EVENTQ_BASE:
        events.base.set([low, high]);
        break;
      case register.EVENTQ_PROD:
        events.producer = low >>> 0;
        break;
      case register.EVENTQ_CONS:
        events.consumer = low >>> 0;
        break;
      case register.PRIQ_BASE:
        pageRequests.base.set([low, high]);
        break;
      case register.PRIQ_PROD:
        pageRequests.producer = low >>> 0;
        break;
      case register.PRIQ_CONS:
        pageRequests.consumer = low >>> 0;
        break;
      default:
        this.#plain.set(offset, [low, high]);
    }
  }

  readLow(offset: number): number {
    switch (offset) {
      case register.CR0ACK:
        return this.#plain.get(register.CR0)?.[0] ?? 0;
      case register.IRQ_CTRLACK:
        return this.#plain.get(register.IRQ_CTRL)?.[0] ?? 0;
      case register.GERROR:
        return this.commands.gerror;
      case register.GERRORN:
        return this.commands.gerrorn;
      case register.CMDQ_PROD:
        return this.commands.producer;
      case register.CMDQ_CONS:
        return this.commands.consumer;
      case register.EVENTQ_PROD:
        return this.events.producer;
      case register.EVENTQ_CONS:
        return this.events.consumer;
      case register.PRIQ_PROD:
        return this.pageRequests.producer;
      case register.PRIQ_CONS:
        return this.pageRequests.consumer;
      default:
        return this.#plain.get(offset)?.[0] ?? 0;
    }
  }

  readHigh(offset: number): number {
    return this.#plain.get(offset)?.[1] ?? 0;
  }

  /** What the identification registers say of the configuration. */
  #identify(config: SmmuConfig): void {
    const { pageShift, stalls } = config;
    const words = {
      [register.IDR0]: features.encode({
        S2P: 1,
        S1P: 1,
        TTF: 2,
        COHACC: 1,
        BTM: Number(config.broadcastTlb),
        HYP: Number(config.hypervisor),
        ATS: Number(config.ats),
        ASID16: 1,
        MSI: Number(config.msiPolling),
        SEV: 1,
        PRI: Number(config.pri),
        VMID16: 1,
        CD2L: Number(config.twoLevelContexts),
        STALL_MODEL: stalls ? 0 : 1,
        ST_LEVEL: Number(config.twoLevelStreamTable),
      }),
      [register.IDR1]: sizes.encode({ SIDSIZE: config.sidBits, SSIDSIZE: 20, PRIQS: 7, EVTQS: 7, CMDQS: 19 }),
      [register.IDR3]: moreFeatures.encode({ RIL: Number(config.rangeInvalidation) }),
      [register.IDR5]: addressing.encode({
        OAS: 5,
        GRAN4K: Number(pageShift === 12),
        GRAN16K: Number(pageShift === 14),
        GRAN64K: Number(pageShift === 16),
      }),
    };
    for (const [offset, [low]] of Object.entries(words)) this.#plain.set(Number(offset), [low as number, 0]);
  }
}
