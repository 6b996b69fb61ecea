import type { BusLog } from '../bus.js';
import type { CommandBuffer } from './command-buffer.js';
import { control, entryBytes, pprLogBase, pprLogEntry, register, ringBytes, ringLog2 } from './layouts.js';

/** A page request as the driver read it from the log. */
export interface PprEntry {
  readonly device: number;
  readonly pasid: number;
  readonly tag: number;
  readonly flags: number;
  readonly address: { readonly lo: number; readonly hi: number };
}

const pageServiceRequest = 1;

/** The driver's side of the PPR log of one IOMMU. */
export class PprLog {
  ring = 0;
  /** Takes page requests; without it they are only removed. */
  handler: ((entry: PprEntry) => void) | undefined;
  readonly #bus: BusLog;
  readonly #buffer: CommandBuffer;
  readonly #words = new Uint32Array(4);

  constructor(bus: BusLog, buffer: CommandBuffer) {
    this.#bus = bus;
    this.#buffer = buffer;
  }

  /** Allocates the log and turns it on (`iommu_enable_ppr_log`); a given ring is used where it stands. */
  enable(ring?: number): void {
    const buffer = this.#buffer;
    this.ring = ring ?? this.#bus.allocate(buffer.unit, 'pprLog', ringBytes);
    const base = pprLogBase.encode({ PPRLogBase: this.ring, PPRLogLen: ringLog2 });
    buffer.write(8, register.PPR_LOG_BASE, base[0] as number, base[1] as number);
    buffer.write(4, register.PPR_LOG_HEAD, 0);
    buffer.write(4, register.PPR_LOG_TAIL, 0);
    buffer.changeControl(control.PPRLogEn, true);
    buffer.changeControl(control.PPREn, true);
  }

  /**
   * Removes all entries and hands page requests on (`iommu_poll_ppr_log`). Entries are zeroed, which is not recorded.
   */
  poll(): void {
    const buffer = this.#buffer;
    let head = buffer.read(register.PPR_LOG_HEAD);
    let tail = buffer.read(register.PPR_LOG_TAIL);
    while (head !== tail) {
      const at = this.ring + head;
      this.#bus.memory.readWords(at, 4, this.#words);
      this.#bus.memory.write64(at, 0, 0);
      this.#bus.memory.write64(at + 8, 0, 0);
      head = (head + entryBytes) % ringBytes;
      buffer.write(4, register.PPR_LOG_HEAD, head);
      this.#deliver();
      head = buffer.read(register.PPR_LOG_HEAD);
      tail = buffer.read(register.PPR_LOG_TAIL);
    }
  }

  #deliver(): void {
    const words = this.#words;
    const { fields } = pprLogEntry;
    if (fields.EventCode.get(words) !== pageServiceRequest) return;
    this.handler?.({
      device: fields.DeviceID.get(words),
      pasid: fields.PASID.get(words),
      tag: fields.PPRTag.get(words),
      flags: fields.Flags.get(words),
      address: { lo: ((words[2] as number) & ~0xfff) >>> 0, hi: words[3] as number },
    });
  }
}
