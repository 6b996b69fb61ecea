/** Simulated physical memory: sparse pages, and an allocator that goes upwards. */

const PAGE = 4096;
/** Address of the first allocation. */
const FIRST = 0x1_0000_0000;

export class PhysMemory {
  readonly #pages = new Map<number, DataView>();
  #next = FIRST;

  /** Zeroed memory; size and alignment are the next power of two, at least a page. Addresses are never used again. */
  alloc(size: number): number {
    let length = PAGE;
    while (length < size) length *= 2;
    const start = Math.ceil(this.#next / length) * length;
    this.#next = start + length;
    return start;
  }

  /** Counts a range as allocated. */
  reserve(start: number, size: number): void {
    this.#next = Math.max(this.#next, start + size);
  }

  read32(address: number): number {
    const page = this.#pages.get(Math.floor(address / PAGE));
    return page === undefined ? 0 : page.getUint32(address % PAGE, true);
  }

  write32(address: number, value: number): void {
    const number = Math.floor(address / PAGE);
    (this.#pages.get(number) ?? this.#addPage(number)).setUint32(address % PAGE, value >>> 0, true);
  }

  /** Two halves at an address that is a multiple of 8. */
  write64(address: number, lo: number, hi: number): void {
    const number = Math.floor(address / PAGE);
    const page = this.#pages.get(number) ?? this.#addPage(number);
    page.setUint32(address % PAGE, lo >>> 0, true);
    page.setUint32((address % PAGE) + 4, hi >>> 0, true);
  }

  /** Bytes of any range. */
  bytes(address: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length;) {
      const offset = (address + at) % PAGE;
      const run = Math.min(PAGE - offset, length - at);
      const page = this.#pages.get(Math.floor((address + at) / PAGE));
      if (page !== undefined) bytes.set(new Uint8Array(page.buffer, offset, run), at);
      at += run;
    }
    return bytes;
  }

  #addPage(number: number): DataView {
    const page = new DataView(new ArrayBuffer(PAGE));
    this.#pages.set(number, page);
    return page;
  }
}
