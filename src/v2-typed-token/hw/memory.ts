const pageBytes = 4096;
const wordsPerPage = pageBytes / 4;
const firstPage = 0x1_0000_0000 / pageBytes;
const nearPages = 0x10_0000;

/**
 * Sparse physical memory of little-endian u32 words. Addresses are plain numbers below 2^52; what nobody wrote reads
 * as zero.
 */
export class PhysicalMemory {
  // Allocation starts at 4 GiB, so nearly every access hits the dense array; the map holds the rest.
  readonly #near: (Uint32Array | undefined)[] = [];
  readonly #far = new Map<number, Uint32Array>();
  #nextFree = 0x1_0000_0000;

  /** The 32-bit word at a byte address that is a multiple of 4. */
  read32(address: number): number {
    const page = this.#find(address);
    return page === undefined ? 0 : (page[wordOf(address)] as number);
  }

  /** Stores one 32-bit word. */
  write32(address: number, value: number): void {
    this.#findOrAdd(address)[wordOf(address)] = value;
  }

  /** Stores one 64-bit word, given as two halves, at a byte address that is a multiple of 8. */
  write64(address: number, low: number, high: number): void {
    const page = this.#findOrAdd(address);
    const word = wordOf(address);
    page[word] = low;
    page[word + 1] = high;
  }

  /** Copies `count` u32 words from memory into `out`. */
  readWords(address: number, count: number, out: Uint32Array): void {
    const first = wordOf(address);
    if (first + count > wordsPerPage) {
      for (let i = 0; i < count; i++) out[i] = this.read32(address + 4 * i);
      return;
    }
    const page = this.#find(address);
    for (let i = 0; i < count; i++) out[i] = page === undefined ? 0 : (page[first + i] as number);
  }

  /** Bytes of memory, any address and length. */
  readBytes(address: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      const at = address + i;
      bytes[i] = this.read32(at - (at % 4)) >>> (8 * (at % 4));
    }
    return bytes;
  }

  /**
   * Hands out zeroed memory: the size rounded up to a power of two of at least 4096 bytes, aligned to that size, at the
   * first free address from 4 GiB upwards (reference 6.1).
   */
  allocate(size: number): number {
    if (!Number.isInteger(size) || size <= 0 || size > 0x4000_0000) {
      throw new RangeError(`allocation of ${size} bytes: expected 1 to 0x40000000`);
    }
    let rounded = pageBytes;
    while (rounded < size) rounded *= 2;
    const address = Math.ceil(this.#nextFree / rounded) * rounded;
    this.#nextFree = address + rounded;
    return address;
  }

  /** The address that the next allocation starts its search from. */
  get nextFree(): number {
    return this.#nextFree;
  }

  /** Lets allocation go on behind memory that was placed by hand. */
  reserveUpTo(end: number): void {
    this.#nextFree = Math.max(this.#nextFree, end);
  }

  #find(address: number): Uint32Array | undefined {
    const page = Math.floor(address / pageBytes);
    const near = page - firstPage;
    return near >= 0 && near < nearPages ? this.#near[near] : this.#far.get(page);
  }

  #findOrAdd(address: number): Uint32Array {
    const found = this.#find(address);
    if (found !== undefined) return found;
    const page = Math.floor(address / pageBytes);
    const near = page - firstPage;
    const added = new Uint32Array(wordsPerPage);
    if (near >= 0 && near < nearPages) this.#near[near] = added;
    else this.#far.set(page, added);
    return added;
  }
}

/** Index of a word in its page: address bits 11:2. The remainder of a number beyond 2^32 would be slow. */
function wordOf(address: number): number {
  return ((address >>> 0) & (pageBytes - 1)) >>> 2;
}
