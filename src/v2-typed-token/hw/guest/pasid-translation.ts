// Reference 4: the tables that translate a guest's PASID for ENQCMD. The directory split is not confirmed by a public
// source.
import type { BusLog } from '../bus.js';
import { Structure, type Layout } from '../layout.js';
import { highHalf, lowHalf } from '../word64.js';

const pageBytes = 4096;
const directoryBytes = 8;
const translationBytes = 4;

const directoryLayout = {
  P: { low: 0, width: 1 },
  Address: { low: 12, width: 52, shift: 12 },
} as const satisfies Layout;

/** Entry of a PASID directory. */
export const guestDirectoryEntry = new Structure('kvm.pasid_directory_entry', 1, directoryLayout);

/** What a guest PASID translates to: the host PASID, or the VM exit that ENQCMD takes. */
export type Translation =
  | { readonly kind: 'host'; readonly pasid: number }
  | { readonly kind: 'exit'; readonly why: 'directory-entry' | 'table-entry' | 'reserved-bits' };

/** The guest-PASID translation tables of one virtual machine, kept by KVM. */
export class PasidTranslation {
  /** Physical addresses of the low and the high directory (VMCS fields 0x2038 and 0x203A). */
  readonly directories: readonly [number, number];
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #words = new Uint32Array(2);

  constructor(bus: BusLog, unit = 0) {
    this.#bus = bus;
    this.#unit = unit;
    this.directories = [
      bus.allocate(unit, 'guestDirectory', pageBytes),
      bus.allocate(unit, 'guestDirectory', pageBytes),
    ];
  }

  /** Lets a guest PASID stand for a host PASID; a missing table page is added first. Both are below 2^20. */
  set(guest: number, host: number): void {
    check('guest PASID', guest);
    check('host PASID', host);
    const slot = this.#directorySlot(guest);
    const table = this.#tableOf(slot) ?? this.#addTable(slot);
    this.#bus.store32(this.#unit, table + translationBytes * (guest & 0x3ff), (0x8000_0000 | host) >>> 0);
  }

  /**
   * Takes a translation away. No virtual CPU may be in guest mode while the entry changes, so VM entry is blocked
   * around
   * the store. Nothing is stored when there is no translation; the answer tells.
   */
  clear(guest: number): 'cleared' | 'was-clear' {
    check('guest PASID', guest);
    const table = this.#tableOf(this.#directorySlot(guest));
    const entry = table === undefined ? 0 : table + translationBytes * (guest & 0x3ff);
    if (entry === 0 || this.#bus.memory.read32(entry) === 0) return 'was-clear';
    this.#bus.software(this.#unit, 'blockVmEntry');
    this.#bus.store32(this.#unit, entry, 0);
    this.#bus.software(this.#unit, 'unblockVmEntry');
    return 'cleared';
  }

  /** Translates as the processor does for ENQCMD. */
  translate(guest: number): Translation {
    check('guest PASID', guest);
    const slot = this.#directorySlot(guest);
    const directory = this.#read64(slot);
    if (guestDirectoryEntry.fields.P.get(directory) === 0) return { kind: 'exit', why: 'directory-entry' };
    if (guestDirectoryEntry.hasReservedBits(directory)) return { kind: 'exit', why: 'reserved-bits' };
    const table = guestDirectoryEntry.fields.Address.get(directory);
    const word = this.#bus.memory.read32(table + translationBytes * (guest & 0x3ff));
    if (word >>> 31 === 0) return { kind: 'exit', why: 'table-entry' };
    if ((word & 0x7ff0_0000) !== 0) return { kind: 'exit', why: 'reserved-bits' };
    return { kind: 'host', pasid: word & 0xf_ffff };
  }

  #directorySlot(guest: number): number {
    const [low, high] = this.directories;
    return (guest >>> 19 === 0 ? low : high) + directoryBytes * ((guest >>> 10) & 0x1ff);
  }

  #tableOf(slot: number): number | undefined {
    const words = this.#read64(slot);
    return guestDirectoryEntry.fields.P.get(words) === 0 ? undefined : guestDirectoryEntry.fields.Address.get(words);
  }

  #addTable(slot: number): number {
    const table = this.#bus.allocate(this.#unit, 'guestTable', pageBytes);
    this.#bus.store64(this.#unit, slot, lowHalf(table) | 1, highHalf(table));
    return table;
  }

  #read64(address: number): Uint32Array {
    this.#bus.memory.readWords(address, 2, this.#words);
    return this.#words;
  }
}

function check(what: string, pasid: number): void {
  if (!Number.isInteger(pasid) || pasid < 0 || pasid > 0xf_ffff)
    throw new RangeError(`${what} ${pasid} does not fit 20 bits`);
}
