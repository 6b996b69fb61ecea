/** PASID entries of a live table: one read-modify-write of 64 bits per field, present bit last (kernel: `pasid.c`). */
import { REGION_PASID_TABLE } from '../record-codes.js';
import type { VtdEndpoint, VtdIommu } from './iommu.js';
import * as E from './pasid-entry.js';
import {
  EVERYTHING,
  qiDevIotlb,
  qiIotlb,
  qiPasidCache,
  qiPasidDevIotlb,
  qiPasidIotlb,
  QI_GRAN_NONG_PASID,
  QI_PC_PASID_SEL,
} from './qi-descriptor.js';
import { DMA_GCMD_WBF, DMAR_GCMD_REG, DMAR_GSTS_REG } from './registers.js';

/** Address of a PASID's entry; a missing table page is allocated and hung into the directory. */
export function pasidEntryAddress(
  iommu: VtdIommu,
  endpoint: VtdEndpoint,
  pasid: number,
  kernel = iommu.config.kernel,
): number {
  const slot = endpoint.directory + (pasid >>> 6) * 8;
  const memory = iommu.bus.memory;
  if ((memory.read32(slot) & E.PASID_PTE_PRESENT) === 0) {
    const table = iommu.bus.allocRegion(iommu.unit, 4096, REGION_PASID_TABLE);
    const late = kernel === '5.10.198';
    if (!iommu.config.coherent && !late) iommu.bus.clflush(iommu.unit, table, 4096);
    iommu.bus.store64(
      iommu.unit,
      slot,
      (table % 0x1_0000_0000) | E.PASID_PTE_PRESENT,
      Math.floor(table / 0x1_0000_0000),
    );
    if (!iommu.config.coherent && late) iommu.bus.clflush(iommu.unit, table, 4096);
    if (!iommu.config.coherent) iommu.bus.clflush(iommu.unit, slot, 8);
  }
  const table = memory.read32(slot + 4) * 0x1_0000_0000 + ((memory.read32(slot) & 0xffff_f000) >>> 0);
  return table + (pasid & 0x3f) * 64;
}

/** One entry that is being changed. */
export class LiveEntry {
  readonly iommu: VtdIommu;
  readonly address: number;

  constructor(iommu: VtdIommu, address: number) {
    this.iommu = iommu;
    this.address = address;
  }

  word(index: number): [number, number] {
    const { memory } = this.iommu.bus;
    return [memory.read32(this.address + 8 * index), memory.read32(this.address + 8 * index + 4)];
  }

  get present(): boolean {
    return (this.word(0)[0] & E.PASID_PTE_PRESENT) !== 0;
  }

  get did(): number {
    return this.word(1)[0] & 0xffff;
  }

  get pgtt(): number {
    return (this.word(0)[0] >>> 6) & 7;
  }

  /** Changes one field of at most 32 bits by one store. */
  set(field: E.PasidField, value: number): void {
    const [shift, width] = E.PASID_FIELDS[field];
    if (value < 0 || value >= 2 ** width) throw new RangeError(`${field} ${value} does not fit ${width} bits`);
    const index = shift >>> 6;
    const bit = shift & 63;
    const [lo, hi] = this.word(index);
    const mask = width === 32 ? 0xffff_ffff : (2 ** width - 1) << (bit & 31);
    if (bit < 32) this.store(index, (lo & ~mask) | (value << bit), hi);
    else this.store(index, lo, (hi & ~mask) | (value << (bit - 32)));
  }

  /** Changes an address field: bits 63:12 of word 0 (second stage) or 2 (first stage). */
  setRoot(index: 0 | 2, root: number): void {
    const [lo] = this.word(index);
    this.store(index, (lo & 0xfff) | ((root % 0x1_0000_0000) & 0xffff_f000), Math.floor(root / 0x1_0000_0000));
  }

  clear(fpd = false): void {
    for (let index = 0; index < 8; index++) this.store(index, index === 0 && fpd ? E.PASID_PTE_FPD : 0, 0);
  }

  store(index: number, lo: number, hi: number): void {
    this.iommu.bus.store64(this.iommu.unit, this.address + 8 * index, lo, hi);
  }

  flush(): void {
    if (!this.iommu.config.coherent) this.iommu.bus.clflush(this.iommu.unit, this.address, 64);
  }
}

/** After an entry became present: what the caches need (step 5 of the reference). */
export function flushPresent(
  iommu: VtdIommu,
  entry: LiveEntry,
  did: number,
  pasid: number,
  kernel = iommu.config.kernel,
): void {
  entry.flush();
  if (iommu.config.cachingMode) {
    iommu.submit([qiPasidCache(QI_PC_PASID_SEL, did, pasid)]);
    iommu.submit([qiPasidIotlb(QI_GRAN_NONG_PASID, did, pasid)]);
  } else {
    flushWriteBuffer(iommu, kernel);
  }
}

/** Kernel: `iommu_flush_write_buffer`; nothing where the hardware has no need of it. Polls of 5.10 are not on record. */
export function flushWriteBuffer(iommu: VtdIommu, kernel = iommu.config.kernel): void {
  if (!iommu.config.rwbf) return;
  iommu.writel(DMAR_GCMD_REG, (iommu.gcmd | DMA_GCMD_WBF) >>> 0);
  if (kernel !== '5.10.198') iommu.readl(DMAR_GSTS_REG);
}

/** Kernel 6.1: `intel_pasid_setup_page_snoop_control`. */
export function setupPageSnoop(iommu: VtdIommu, endpoint: VtdEndpoint, pasid: number): void {
  const entry = new LiveEntry(iommu, pasidEntryAddress(iommu, endpoint, pasid));
  const { did } = entry;
  entry.set('PGSNP', 1);
  entry.flush();
  iommu.submit([qiPasidCache(QI_PC_PASID_SEL, did, pasid)]);
  iommu.submit([qiPasidIotlb(QI_GRAN_NONG_PASID, did, pasid)]);
  if (!iommu.config.cachingMode) flushDeviceTlb(iommu, endpoint, pasid);
}

/** Kernel: `intel_pasid_tear_down_entry`. `order` is that of the kernel: 6.1.192 clears at the end, 5.10 at once. */
export function tearDownEntry(
  iommu: VtdIommu,
  endpoint: VtdEndpoint,
  pasid: number,
  faultIgnore = false,
  order: 'new' | 'old' = 'new',
): void {
  const kernel = order === 'old' ? '5.10.198' : '6.1.192';
  const entry = new LiveEntry(iommu, pasidEntryAddress(iommu, endpoint, pasid, kernel));
  if (!entry.present) return;
  const { did, pgtt } = entry;
  if (order === 'old') {
    entry.clear(faultIgnore);
  } else {
    entry.set('P', 0);
    iommu.bus.barrier(iommu.unit);
  }
  entry.flush();
  iommu.submit([qiPasidCache(QI_PC_PASID_SEL, did, pasid)]);
  if (pgtt === E.PASID_ENTRY_PGTT_PT || pgtt === E.PASID_ENTRY_PGTT_FL_ONLY) {
    iommu.submit([qiPasidIotlb(QI_GRAN_NONG_PASID, did, pasid)]);
  } else {
    iommu.submit([qiIotlb(2, did, drainBits(iommu))]);
  }
  if (!iommu.config.cachingMode) flushDeviceTlb(iommu, endpoint, pasid);
  if (order === 'old') return;
  entry.clear(faultIgnore);
  entry.flush();
}

export function drainBits(iommu: VtdIommu): { dw: number; dr: number } {
  return iommu.config.drain ? { dw: 1, dr: 1 } : { dw: 0, dr: 0 };
}

/** Everything that the device caches for a PASID. */
export function flushDeviceTlb(iommu: VtdIommu, { ats, sid, qdep, pfsid }: VtdEndpoint, pasid: number): void {
  if (!ats) return;
  if (pasid === 0) {
    iommu.submit([qiDevIotlb(sid, qdep >= 32 ? 0 : qdep, pfsid, 1, EVERYTHING)]);
    return;
  }
  const addr = { lo: (EVERYTHING.lo & ~0x800) >>> 0, hi: EVERYTHING.hi };
  iommu.submit([qiPasidDevIotlb({ sid, pasid, mip: qdep & 0x1f, pfsid, s: 1, addr })]);
}
