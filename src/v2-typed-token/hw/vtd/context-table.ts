import { done, type HwResult } from '../outcome.js';
import { highHalf, lowHalf, type FieldValue } from '../word64.js';
import type { VtdCore } from './core.js';
import type { VtdEndpoint } from './endpoint.js';
import { contextEntry, rootEntry } from './entries.js';

const entryBytes = 32;
const pageBytes = 4096;

type ContextField = keyof typeof contextEntry.fields;

/** Root table and context tables of a unit (reference 1.3 and 1.6). */
export class ContextTable {
  /** Physical address of the root table; 0 before it is allocated. */
  root = 0;
  readonly #core: VtdCore;
  readonly #words = new Uint32Array(8);

  constructor(core: VtdCore) {
    this.#core = core;
  }

  /** Address of the root table, allocated on first use. */
  allocateRoot(): number {
    if (this.root === 0) this.root = this.#core.bus.allocate(this.#core.unit, 'root', pageBytes);
    return this.root;
  }

  /** Lets the device use its PASID directory (`domain_context_mapping_one`); `did` is that of the domain. */
  map(endpoint: VtdEndpoint, did: number): HwResult {
    const { bus, unit, config, invalidate, traits } = this.#core;
    const entry = this.#entryAddress(endpoint.sid);
    const program: readonly (readonly [ContextField, FieldValue, boolean])[] = [
      ['PASIDDIRPTR', endpoint.table.directory, true],
      ['PDTS', endpoint.table.sizeCode, true],
      ['DTE', 1, endpoint.ats],
      ['PRE', 1, endpoint.pri],
      ['PASIDE', 1, true],
      ['RID_PASID', 0, true],
    ];
    for (const [field, value, wanted] of program) if (wanted) this.#store(entry, field, value);
    if (traits.barriers) bus.barrier(unit);
    this.#store(entry, 'P', 1);
    this.#core.writeBack(entry, entryBytes);
    if (!config.cachingMode) return this.#core.flushWriteBuffer();
    // What was cached as "not present" carries domain id 0.
    const context = invalidate.deviceContext(0, endpoint.sid);
    const translations = invalidate.domainTranslations(did);
    return context.ok ? translations : context;
  }

  /** Takes the device off (`domain_context_clear_one`). */
  unmap(endpoint: VtdEndpoint, did: number): HwResult {
    const { bus, unit, invalidate, traits } = this.#core;
    const entry = this.#entryAddress(endpoint.sid);
    this.#store(entry, 'P', 0);
    if (traits.barriers) bus.barrier(unit);
    this.#core.writeBack(entry, entryBytes);
    const outcomes = [
      invalidate.deviceContext(did, endpoint.sid),
      invalidate.domainPasidEntries(did),
      invalidate.domainTranslations(did),
      endpoint.ats ? invalidate.wholeDeviceTlb(endpoint) : done,
    ];
    for (let byte = 0; byte < entryBytes; byte += 8) bus.store64(unit, entry + byte, 0, 0);
    this.#core.writeBack(entry, entryBytes);
    return outcomes.find((outcome) => !outcome.ok) ?? done;
  }

  #entryAddress(sid: number): number {
    const bus = sid >>> 8;
    const devfn = sid & 0xff;
    const upper = devfn >= 0x80;
    const half = this.allocateRoot() + 16 * bus + (upper ? 8 : 0);
    const { P, pointer } = upper
      ? { P: rootEntry.fields.UP, pointer: rootEntry.fields.UCTP }
      : { P: rootEntry.fields.LP, pointer: rootEntry.fields.LCTP };
    const words = this.#words;
    this.#core.bus.memory.readWords(this.root + 16 * bus, 4, words);
    const table = P.get(words) === 1 ? pointer.get(words) : this.#addTable(half);
    return table + entryBytes * (devfn & 0x7f);
  }

  #addTable(half: number): number {
    const table = this.#core.bus.allocate(this.#core.unit, 'context', pageBytes);
    this.#core.writeBack(table, pageBytes);
    this.#core.bus.store64(this.#core.unit, half, lowHalf(table) | 1, highHalf(table));
    this.#core.writeBack(half, 8);
    return table;
  }

  #store(entry: number, name: ContextField, value: FieldValue): void {
    const words = this.#words;
    const field = contextEntry.fields[name];
    const at = 2 * field.qword;
    this.#core.bus.memory.readWords(entry, 8, words);
    field.put(words, 0, value);
    this.#core.bus.store64(this.#core.unit, entry + 4 * at, words[at] as number, words[at + 1] as number);
  }
}
