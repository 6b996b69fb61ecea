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
    let page = this.#pages.get(number);
    if (page === undefined) {
      page = new DataView(new ArrayBuffer(PAGE));
      this.#pages.set(number, page);
    }
    page.setUint32(address % PAGE, value >>> 0, true);
  }

  bytes(address: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 4 <= length; at += 4) view.setUint32(at, this.read32(address + at), true);
    return bytes;
  }
}
