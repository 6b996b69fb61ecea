/** Whether two records of a run are the same, word for word. */

/** What Node's `Buffer` offers; other platforms have nothing like it. */
export interface MemoryCompare {
  /** 0 when all bytes are equal. */
  compare(a: Uint8Array, b: Uint8Array): number;
}

/** An exact comparison: of memory as a whole where that is offered, word by word elsewhere. */
export function wordEquality(memory: MemoryCompare | undefined): (a: Uint32Array, b: Uint32Array) => boolean {
  if (memory === undefined) return equalByLoop;
  return (a, b) => a.length === b.length && memory.compare(bytesOf(a), bytesOf(b)) === 0;
}

export const equalWords = wordEquality((globalThis as { readonly Buffer?: MemoryCompare }).Buffer);

function equalByLoop(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
