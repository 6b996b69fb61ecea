import { done, refused, type HwResult } from '../outcome.js';
import { commands } from './commands.js';
import { ContextTable } from './context-table.js';
import type { SmmuCore } from './core.js';
import type { SmmuDomain, SmmuMaster } from './domain.js';
import { streamConfig, streamEntry } from './entries.js';
import type { Identifiers } from './identifiers.js';
import type { Invalidations } from './invalidations.js';

type StreamValues = Parameters<typeof streamEntry.encode>[0];

/** Which words of an entry a state stores, in order. The word with V comes last where the hardware must see it last. */
interface EntryPlan {
  readonly values: StreamValues;
  /** Words stored before the first invalidation. */
  readonly before: readonly number[];
  /** Whether word 0 follows in a single store, with an invalidation of its own. */
  readonly firstWordLast: boolean;
}

const incoming = 1;

/** Attaching masters to domains and taking them off: stream table entries and what goes with them (reference 2.6). */
export class Attachment {
  readonly #core: SmmuCore;
  readonly #invalidate: Invalidations;
  readonly #identifiers: Identifiers;
  readonly #words = new Uint32Array(16);

  constructor(core: SmmuCore, invalidate: Invalidations, identifiers: Identifiers) {
    this.#core = core;
    this.#invalidate = invalidate;
    this.#identifiers = identifiers;
  }

  /** Attaches a master (`arm_smmu_attach_dev`); it leaves its former domain first. */
  attach(domain: SmmuDomain, master: SmmuMaster): HwResult {
    const outcomes: HwResult[] = [];
    if (master.domain !== null) outcomes.push(this.detach(master));
    if (domain.contexts !== null && domain.contexts.ssidBits !== master.ssidBits) return refused.outOfRange;
    outcomes.push(this.#finalise(domain, master));
    master.domain = domain;
    master.atsEnabled = master.ats && this.#core.config.ats && domain.stage !== 'bypass';
    domain.masters = [master, ...domain.masters];
    const plan = this.#plan(domain, master);
    for (const streamId of master.streams) outcomes.push(this.#install(streamId, plan));
    if (master.atsEnabled) {
      outcomes.push(this.#invalidate.devices(domain, 0, null));
      this.#switchAts(master, true);
    }
    return firstFailure(outcomes);
  }

  /** Takes a master off (`arm_smmu_detach_dev`): its streams abort. Word 3 of a stage-2 entry is left as it was. */
  detach(master: SmmuMaster): HwResult {
    const { domain } = master;
    if (domain === null) return refused.notBound;
    const outcomes: HwResult[] = [];
    if (master.atsEnabled) {
      this.#switchAts(master, false);
      outcomes.push(this.#invalidate.master(master));
      master.atsEnabled = false;
    }
    domain.masters = domain.masters.filter((one) => one !== master);
    master.domain = null;
    const values = { V: 1, Config: streamConfig.abort, SHCFG: incoming };
    const plan: EntryPlan = { values, before: [0, 1, 2], firstWordLast: false };
    for (const streamId of master.streams) outcomes.push(this.#install(streamId, plan));
    return firstFailure(outcomes);
  }

  /** First attachment: the domain gets its ids and, in stage 1, its table with descriptor 0. */
  #finalise(domain: SmmuDomain, master: SmmuMaster): HwResult {
    if (domain.stage === 'stage2' && domain.vmid === 0) domain.vmid = this.#identifiers.allocateVmid();
    if (domain.stage !== 'stage1' || domain.contexts !== null) return done;
    domain.asid = this.#identifiers.allocateAsid(domain);
    domain.stall = master.stall && this.#core.config.stalls;
    domain.contexts = new ContextTable(this.#core, this.#invalidate, domain, master.ssidBits);
    return domain.contexts.write(0, { asid: domain.asid, private: true }, domain.translation());
  }

  #plan(domain: SmmuDomain, master: SmmuMaster): EntryPlan {
    const { e2h, stalls } = this.#core.config;
    const EATS = Number(master.atsEnabled);
    if (domain.stage === 'bypass') {
      const values = { V: 1, Config: streamConfig.bypass, SHCFG: incoming };
      return { values, before: [0, 1, 2], firstWordLast: false };
    }
    if (domain.stage === 'stage2') {
      const values = { V: 1, Config: streamConfig.stage2, SHCFG: incoming, EATS, ...stage2Values(domain) };
      return { values, before: EATS === 1 ? [2, 3, 1] : [2, 3], firstWordLast: true };
    }
    const contexts = domain.contexts as ContextTable;
    const values = {
      V: 1,
      Config: streamConfig.stage1,
      S1Fmt: contexts.format,
      S1ContextPtr: contexts.base,
      S1CDMax: contexts.ssidBits,
      S1DSS: 2,
      S1CIR: 1,
      S1COR: 1,
      S1CSH: 3,
      S1STALLD: Number(stalls && !master.stall),
      EATS,
      STRW: e2h ? 2 : 0,
    };
    return { values, before: [1], firstWordLast: true };
  }

  #install(streamId: number, plan: EntryPlan): HwResult {
    const { bus, unit, streams, queue, config } = this.#core;
    const entry = streams.entryAddress(streamId);
    const words = this.#words;
    streamEntry.encodeInto(words, 0, plan.values);
    const store = (word: number): void => {
      bus.store64(unit, entry + 8 * word, words[2 * word] as number, words[2 * word + 1] as number);
    };
    for (const word of plan.before) store(word);
    const first = this.#invalidate.streamEntry(streamId);
    if (!plan.firstWordLast) return first;
    store(0);
    const second = this.#invalidate.streamEntry(streamId);
    if (!config.skipPrefetch) {
      queue.add(commands.prefetchConfig, { StreamID: streamId });
      queue.post();
    }
    return first.ok ? second : first;
  }

  #switchAts(master: SmmuMaster, on: boolean): void {
    this.#core.bus.switchPci(this.#core.unit, master.streams[0] as number, 'ats', on);
  }
}

function stage2Values(domain: SmmuDomain): StreamValues {
  return {
    S2VMID: domain.vmid,
    S2T0SZ: 64 - domain.inputBits,
    S2SL0: 1,
    S2IR0: 1,
    S2OR0: 1,
    S2SH0: 3,
    S2PS: domain.outputCode,
    S2AA64: 1,
    S2PTW: 1,
    S2R: 1,
    S2TTB: domain.root,
  };
}

function firstFailure(outcomes: readonly HwResult[]): HwResult {
  return outcomes.find((outcome) => !outcome.ok) ?? done;
}
