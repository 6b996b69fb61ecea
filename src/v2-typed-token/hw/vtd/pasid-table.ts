import type { BitField } from '../bit-field.js';
import { done, type HwResult } from '../outcome.js';
import { highHalf, lowHalf, type FieldValue } from '../word64.js';
import type { KernelTraits } from './config.js';
import type { VtdCore } from './core.js';
import { directoryEntry, pasidEntry, translationType, type PasidField } from './entries.js';
import type { EntryStep, EntryValues } from './entry-programs.js';
import type { DeviceTlbTarget } from './invalidations.js';

const entryBytes = 64;
const entriesPerTable = 64;
const tableBytes = 4096;
const faultProcessingDisable = 2;

/** The PASID directory and tables of one device, and the interpreter of entry programs on them. */
export class PasidTable {
  readonly directory: number;
  readonly pasidBits: number;
  readonly #core: VtdCore;
  readonly #entry = new Uint32Array(16);

  constructor(core: VtdCore, pasidBits = core.config.pasidBits) {
    this.#core = core;
    this.pasidBits = pasidBits;
    this.directory = core.bus.allocate(core.unit, 'pasidDirectory', 8 * 2 ** (pasidBits - 6));
  }

  /** PDTS of the context entry: the directory holds 2^(PDTS+7) entries. */
  get sizeCode(): number {
    return Math.max(this.pasidBits - 6 - 7, 0);
  }

  /** Address of an entry; a missing table page is allocated and hung into the directory. */
  entryAddress(pasid: number, traits: KernelTraits): number {
    if (!Number.isInteger(pasid) || pasid < 0 || pasid >= 2 ** this.pasidBits) {
      throw new RangeError(`pasid ${pasid} does not fit ${this.pasidBits} bits`);
    }
    const slot = this.directory + 8 * Math.floor(pasid / entriesPerTable);
    return this.#tableAt(slot, traits) + entryBytes * (pasid % entriesPerTable);
  }

  /** Value of a field of an entry as it stands in memory. */
  read(entry: number, field: PasidField): number {
    const { qword } = pasidEntry.fields[field];
    this.#load(entry, qword);
    return pasidEntry.fields[field].get(this.#entry);
  }

  /** Runs a program on an entry. The invalidations that announce the new entry may fail. */
  run(program: readonly EntryStep[], entry: number, values: EntryValues, traits: KernelTraits): HwResult {
    for (const step of program) {
      if ('act' in step) {
        const outcome = this.#act(step.act, entry, values, traits);
        if (!outcome.ok) return outcome;
      } else if (step.when === undefined || values[step.when] === true) {
        this.store(entry, step.set, 'to' in step ? step.to : (values[step.from] ?? 0));
      }
    }
    return done;
  }

  /** Changes one field with one store of its 64-bit word. */
  store(entry: number, field: PasidField, value: FieldValue): void {
    const bits: BitField = pasidEntry.fields[field];
    const words = this.#entry;
    const at = 2 * bits.qword;
    this.#load(entry, bits.qword);
    bits.put(words, 0, value);
    this.#core.bus.store64(this.#core.unit, entry + 4 * at, words[at] as number, words[at + 1] as number);
  }

  /** Stores zeroes over a whole entry, words ascending; `firstWord` 2 leaves faults of the PASID unreported. */
  erase(entry: number, firstWord = 0): void {
    for (let byte = 0; byte < entryBytes; byte += 8) {
      this.#core.bus.store64(this.#core.unit, entry + byte, byte === 0 ? firstWord : 0, 0);
    }
  }

  /** `intel_pasid_tear_down_entry` in the order of the kernel at hand. */
  tearDown(
    target: { readonly pasid: number; readonly ignoreFaults: boolean; readonly device: DeviceTlbTarget | undefined },
    traits: KernelTraits,
  ): HwResult {
    const entry = this.entryAddress(target.pasid, traits);
    if (this.read(entry, 'P') === 0) return done;
    const did = this.read(entry, 'DID');
    const type = this.read(entry, 'PGTT');
    const firstWord = target.ignoreFaults ? faultProcessingDisable : 0;
    if (traits.presentBitFirst) {
      this.store(entry, 'P', 0);
      if (traits.barriers) this.#core.bus.barrier(this.#core.unit);
    } else {
      this.erase(entry, firstWord);
    }
    this.#core.writeBack(entry, entryBytes);
    const outcome = this.#forget(target, did, type);
    if (!traits.presentBitFirst) return outcome;
    this.erase(entry, firstWord);
    this.#core.writeBack(entry, entryBytes);
    return outcome;
  }

  /** Invalidations for an entry that is gone: PASID cache, translations, device TLB. */
  #forget(
    target: { readonly pasid: number; readonly device: DeviceTlbTarget | undefined },
    did: number,
    type: number,
  ): HwResult {
    const { invalidate } = this.#core;
    const { pasid } = target;
    const cache = invalidate.pasidEntry(did, pasid);
    const byPasid = type === translationType.firstStage || type === translationType.passThrough;
    const translations = byPasid ? invalidate.pasidTranslations(did, pasid) : invalidate.domainTranslations(did);
    const device = this.forgetDevice(target);
    return [cache, translations, device].find((outcome) => !outcome.ok) ?? done;
  }

  /** Device-TLB part of an invalidation; none in caching mode, where the host does it. */
  forgetDevice(target: { readonly pasid: number; readonly device: DeviceTlbTarget | undefined }): HwResult {
    const { invalidate, config } = this.#core;
    if (config.cachingMode || target.device === undefined) return done;
    return target.pasid === 0
      ? invalidate.wholeDeviceTlb(target.device)
      : invalidate.wholePasidDeviceTlb(target.device, target.pasid);
  }

  #act(
    act: 'erase' | 'barrier' | 'writeBack' | 'announce',
    entry: number,
    values: EntryValues,
    traits: KernelTraits,
  ): HwResult {
    if (act === 'erase') this.erase(entry);
    if (act === 'barrier' && traits.barriers) this.#core.bus.barrier(this.#core.unit);
    if (act === 'writeBack') this.#core.writeBack(entry, entryBytes);
    return act === 'announce' ? this.#announce(values, traits) : done;
  }

  /** A unit in caching mode may have cached "not present"; others may need their write buffer flushed. */
  #announce({ did, pasid }: EntryValues, traits: KernelTraits): HwResult {
    if (!this.#core.config.cachingMode) return this.#core.flushWriteBuffer(traits);
    const cache = this.#core.invalidate.pasidEntry(did, pasid);
    const translations = this.#core.invalidate.pasidTranslations(did, pasid);
    return cache.ok ? translations : cache;
  }

  #tableAt(slot: number, traits: KernelTraits): number {
    const { bus, unit } = this.#core;
    const words = this.#entry;
    bus.memory.readWords(slot, 2, words);
    if (directoryEntry.fields.P.get(words) === 1) return directoryEntry.fields.SMPTBLPTR.get(words);
    const table = bus.allocate(unit, 'pasidTable', tableBytes);
    if (traits.writesTableBackFirst) this.#core.writeBack(table, tableBytes);
    bus.store64(unit, slot, lowHalf(table) | 1, highHalf(table));
    if (!traits.writesTableBackFirst) this.#core.writeBack(table, tableBytes);
    this.#core.writeBack(slot, 8);
    return table;
  }

  #load(entry: number, qword: number): void {
    const { memory } = this.#core.bus;
    this.#entry[2 * qword] = memory.read32(entry + 8 * qword);
    this.#entry[2 * qword + 1] = memory.read32(entry + 8 * qword + 4);
  }
}
