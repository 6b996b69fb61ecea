/** Golden AMD operations on the old API's hardware. */
import * as hw from '../../../v1-void-token/hw/index.js';
import type { SequenceLine, SequenceStep } from '../sequence-model.js';
import { v1AmdOperations } from './v1-amd-operations.js';
import { hex, hex64, stepsOf, type UnitReading } from './v1-observe.js';
import { Config, regionBase, stageMemory, recordsKept } from './v1-stage.js';

const bufferBytes = 8192;
const commandBytes = 16;
const tailRegister = 0x2008;
/** Tail at which a buffer that was never looked at is full. */
const firstLook = 0x1fd0;

const wide = (value: unknown): number => Number(value ?? 0);

/** One machine with one or two IOMMUs, a device table and one domain, as a line finds it. */
export class V1AmdStage {
  readonly bus = new hw.BusLog(recordsKept);
  iommus: hw.AmdIommu[] = [];
  table!: hw.AmdDeviceTable;
  /** Devices in the order in which they were attached. */
  endpoints: hw.AmdEndpoint[] = [];
  domain!: hw.AmdProtectionDomain;

  /** Sets the machine up for a line; memory and the heads that the driver remembers stay what they are unless `fresh`. */
  enter(line: SequenceLine, fresh: boolean): void {
    const config = new Config(line);
    const buffers = line.regions.filter(({ name }) => /^cmd_buf_\d+$/.test(name)).length;
    if (fresh) {
      const tables = usedTables(line);
      stageMemory(line, this.bus, (name, index) => name !== 'gcr3_table' || index < tables);
      this.iommus = Array.from({ length: buffers }, (_, unit) => new hw.AmdIommu(this.bus, { unit }));
    }
    for (const iommu of this.iommus) this.#resume(line, iommu, fresh);
    const table = line.regions.find(({ name }) => name === 'device_table');
    this.table = new hw.AmdDeviceTable(this.bus, table?.size ?? 0, regionBase(line, 'device_table'));
    this.#devices(config);
    this.domain = new hw.AmdProtectionDomain(this.bus, this.table, this.iommus, { id: config.n('domain', 7) });
    const isIn = config.has('device_attached') ? config.flag('device_attached') : !line.operation.startsWith('attach_');
    const gcr3 = line.operation === 'domain_enable_v2' ? null : this.#gcr3(line, config);
    this.domain.adopt(isIn ? this.endpoints : [], gcr3);
  }

  #resume(line: SequenceLine, iommu: hw.AmdIommu, fresh: boolean): void {
    const { queue } = line.initial;
    const key = `iommu${String(iommu.unit)}`;
    const tail = wide(queue?.[`${key}_tail`]);
    const head = fresh ? (tail > firstLook ? firstLook : 0) : iommu.cmdHead;
    const number = String(iommu.unit);
    iommu.adopt(regionBase(line, `cmd_buf_${number}`), regionBase(line, `cmd_sem_${number}`), tail);
    iommu.cmdHead = head;
    iommu.semValue = wide(queue?.[`${key}_sem`]);
    iommu.needSync = wide(queue?.[`${key}_need_sync`]) !== 0;
  }

  #devices(config: Config): void {
    const ids = config.has('devices') ? config.numbers('devices') : [config.n('device', 264)];
    const units = config.numbers('device_iommu');
    this.endpoints = ids.map((devid, index) => ({
      devid,
      iommu: this.iommus[units[index] ?? 0]!,
      qdep: config.n('qdep', 8),
      v2: true,
      aliases: config.numbers('aliases'),
      ats: config.flag('ats'),
    }));
  }

  /** The guest table whose top page is the first of its regions. */
  #gcr3(line: SequenceLine, config: Config): hw.Gcr3Table | null {
    const root = regionBase(line, 'gcr3_table');
    return root === 0 ? null : new hw.Gcr3Table(this.bus, 0, config.n('glx'), root);
  }

  play(line: SequenceLine): readonly SequenceStep[] | null {
    const operation = Object.hasOwn(v1AmdOperations, line.operation) ? v1AmdOperations[line.operation] : undefined;
    if (operation === undefined) return null;
    this.bus.clearTrace();
    operation(this, new Config(line), line);
    return stepsOf(line, this.bus.trace(), this.#reading(line));
  }

  #reading(line: SequenceLine): UnitReading {
    const published = this.iommus.map(({ unit }) => wide(line.initial.queue?.[`iommu${String(unit)}_tail`]));
    let requestsOn = false;
    return {
      entries: ({ address, unit, lo }) => {
        if (address !== tailRegister || line.operation.startsWith('enable_')) return null;
        const steps: SequenceStep[] = [];
        for (; published[unit] !== lo; published[unit] = ((published[unit] ?? 0) + commandBytes) % bufferBytes) {
          const at = (this.iommus[unit]?.cmdBuf ?? 0) + (published[unit] ?? 0);
          const qwords = [0, 8].map((offset) => this.#word(at + offset));
          steps.push({ op: 'cmd', iommu: unit, offset: hex(published[unit] ?? 0), qwords });
        }
        return steps;
      },
      software: () => null,
      pci: ({ lo, aux }) => {
        const capability = { [hw.recordCodes.PCI_ATS]: 'ats', [hw.recordCodes.PCI_PRI]: 'pri' }[aux] ?? 'pasid';
        // Page requests that are switched off before they were on are reset.
        const isReset = capability === 'pri' && lo === 0 && !requestsOn && line.operation.startsWith('attach');
        if (capability === 'pri') requestsOn = lo !== 0;
        const verb = isReset ? 'reset' : lo === 0 ? 'disable' : 'enable';
        return { op: 'pci', what: `pci_${verb}_${capability}` };
      },
      wait: ({ unit }) => ({ op: 'wait', for: 'COMPLETION_WAIT store', iommu: unit }),
      register: ({ unit }) => ({ iommu: unit }),
    };
  }

  #word(at: number): string {
    return hex64(this.bus.memory.read32(at), this.bus.memory.read32(at + 4));
  }
}

/** Guest table pages that the state leads to: the top one, and those that entries point to. */
function usedTables(line: SequenceLine): number {
  if (line.operation === 'domain_enable_v2') return 0;
  const bases = line.regions.filter(({ name }) => name === 'gcr3_table').map(({ phys }) => BigInt(phys));
  const pointed = (line.initial.memory ?? []).map((word) => {
    return BigInt((word as { value: string }).value) & 0x000f_ffff_ffff_f000n;
  });
  return 1 + bases.slice(1).filter((base) => pointed.includes(base)).length;
}
