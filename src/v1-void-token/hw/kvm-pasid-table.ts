/** The table by which a virtual machine turns guest PASIDs into host PASIDs for ENQCMD (reference hardware 4). */
import type { BusLog } from './bus.js';
import {
  REGION_GUEST_DIRECTORY,
  REGION_GUEST_TABLE,
  STEP_BLOCK_VM_ENTRY,
  STEP_UNBLOCK_VM_ENTRY,
} from './record-codes.js';

const DIR_PRESENT = 1;
const ENTRY_VALID = 0x8000_0000;
const PASID_MASK = 0xf_ffff;

/** One virtual machine's two directories and their tables. */
export class KvmPasidTable {
  readonly #bus: BusLog;
  readonly #unit: number;
  #low = 0;
  #high = 0;

  constructor(bus: BusLog, unit: number) {
    this.#bus = bus;
    this.#unit = unit;
  }

  /** The two directory pages, low first. */
  allocate(): boolean {
    this.#low = this.#bus.allocRegion(this.#unit, 4096, REGION_GUEST_DIRECTORY);
    this.#high = this.#bus.allocRegion(this.#unit, 4096, REGION_GUEST_DIRECTORY);
    return true;
  }

  release(): void {
    this.#low = 0;
    this.#high = 0;
  }

  /** Host PASID of a valid entry; null is a VM exit with reason 72. */
  lookUp(guestPasid: number): number | null {
    const table = this.#table(guestPasid);
    if (table === 0) return null;
    const entry = this.#bus.memory.read32(table + 4 * (guestPasid & 0x3ff));
    return (entry & ENTRY_VALID) === 0 ? null : entry & PASID_MASK;
  }

  write(guestPasid: number, hostPasid: number): boolean {
    if (guestPasid >>> 20 !== 0 || hostPasid >>> 20 !== 0) return false;
    let table = this.#table(guestPasid);
    if (table === 0) {
      table = this.#bus.allocRegion(this.#unit, 4096, REGION_GUEST_TABLE);
      const slot = this.#directorySlot(guestPasid);
      this.#bus.store64(this.#unit, slot, (table % 0x1_0000_0000) | DIR_PRESENT, Math.floor(table / 0x1_0000_0000));
    }
    this.#bus.store32(this.#unit, table + 4 * (guestPasid & 0x3ff), hostPasid | ENTRY_VALID);
    return true;
  }

  clear(guestPasid: number): void {
    const table = this.#table(guestPasid);
    if (table !== 0) this.#bus.store32(this.#unit, table + 4 * (guestPasid & 0x3ff), 0);
  }

  blockVmEntry(): void {
    this.#bus.software(this.#unit, STEP_BLOCK_VM_ENTRY, 0);
  }

  unblockVmEntry(): void {
    this.#bus.software(this.#unit, STEP_UNBLOCK_VM_ENTRY, 0);
  }

  /** Bit 19 selects the directory, bits 18:10 the slot in it. */
  #directorySlot(guestPasid: number): number {
    const directory = (guestPasid >>> 19) & 1 ? this.#high : this.#low;
    return directory + ((guestPasid >>> 10) & 0x1ff) * 8;
  }

  #table(guestPasid: number): number {
    if (this.#low === 0 || guestPasid >>> 20 !== 0) return 0;
    const slot = this.#directorySlot(guestPasid);
    const low = this.#bus.memory.read32(slot);
    if ((low & DIR_PRESENT) === 0) return 0;
    return this.#bus.memory.read32(slot + 4) * 0x1_0000_0000 + ((low & 0xffff_f000) >>> 0);
  }
}
