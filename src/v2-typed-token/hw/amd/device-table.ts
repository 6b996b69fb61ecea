import type { BusLog } from '../bus.js';
import type { AmdDomain, AmdEndpoint } from './domain.js';
import { deviceTableEntry } from './layouts.js';

const entryBytes = 32;
const firstFlag = 3;
const validOnly = 1;
const keptFlags = 0x3ff;

/** The device table that all IOMMUs share. */
export class DeviceTable {
  readonly base: number;
  readonly bytes: number;
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #secureNestedPaging: boolean;
  readonly #words = new Uint32Array(8);

  constructor(bus: BusLog, unit: number, config: { readonly bytes: number; readonly secureNestedPaging: boolean }) {
    this.#bus = bus;
    this.#unit = unit;
    this.bytes = config.bytes;
    this.#secureNestedPaging = config.secureNestedPaging;
    this.base = bus.allocate(unit, 'deviceTable', config.bytes);
  }

  /** Fresh entries are valid and translate nothing; like zeroing, that is no part of the record. */
  prepare(device: number): void {
    this.#bus.memory.write64(this.#address(device), this.#cleared, 0);
  }

  /** DomainID of an entry as it stands. */
  domainOf(device: number): number {
    this.#load(device);
    return deviceTableEntry.fields.DomainID.get(this.#words);
  }

  /** Points an entry at a domain (`set_dte_entry`): word 1 before word 0. What is not of the domain stays. */
  set(device: AmdEndpoint, domain: AmdDomain, pageRequests: boolean): void {
    this.#load(device.id);
    const words = this.#words;
    const { fields } = deviceTableEntry;
    const snp = this.#secureNestedPaging && domain.id === 0;
    const table = domain.guestTable;
    const kept = fields.I.get(words);
    const flags = words.slice(2, 4);
    deviceTableEntry.encodeInto(words, 0, {
      V: 1,
      TV: Number(!snp),
      Mode: domain.mode,
      HostPTRoot: domain.hostRoot,
      PPR: Number(pageRequests),
      GV: Number(table !== null),
      GLX: table?.levels ?? 0,
      IR: 1,
      IW: 1,
    });
    words.set(flags, 2);
    fields.I.put(words, 0, device.atsEnabled ? 1 : kept);
    fields.DomainID.put(words, 0, domain.id);
    fields.GCR3TRP.put(words, 0, table?.root ?? 0);
    this.#store(device.id, 1);
    this.#store(device.id, 0);
  }

  /** Takes an entry off its domain (`clear_dte_entry`): entry bits 105:96 survive. */
  clear(device: number): void {
    this.#load(device);
    const words = this.#words;
    const { fields } = deviceTableEntry;
    const systemManagement = fields.SysMgt.get(words);
    words.set([this.#cleared, 0, 0, (words[3] as number) & keptFlags]);
    this.#store(device, 0);
    this.#store(device, 1);
    // Erratum 63: an entry that forwards system management messages must allow writes.
    if (systemManagement !== 1) return;
    fields.IW.put(words, 0, 1);
    this.#store(device, 0);
  }

  /** Copies an entry to the aliases of its device. */
  copyToAliases(device: AmdEndpoint): void {
    this.#load(device.id);
    for (const alias of device.aliases) {
      for (const word of [0, 1, 2, 3]) this.#store(alias, word);
    }
  }

  get #cleared(): number {
    return this.#secureNestedPaging ? validOnly : firstFlag;
  }

  #address(device: number): number {
    if (!Number.isInteger(device) || device < 0 || (device + 1) * entryBytes > this.bytes) {
      throw new RangeError(`device ${device}: the table has ${this.bytes / entryBytes} entries`);
    }
    return this.base + entryBytes * device;
  }

  #load(device: number): void {
    this.#bus.memory.readWords(this.#address(device), 8, this.#words);
  }

  #store(device: number, word: number): void {
    const words = this.#words;
    const at = this.#address(device) + 8 * word;
    this.#bus.store64(this.#unit, at, words[2 * word] as number, words[2 * word + 1] as number);
  }
}
