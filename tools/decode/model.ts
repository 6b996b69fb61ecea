/** What `pintle decode` found in its input: entries with fields, and effects of recorded operations. */
import type { Decoded, HwEffect } from '../../src/compat/hw-spec/index.js';

/** Where a piece of input stood. */
export interface Place {
  readonly file: string;
  /** First line, from 1. */
  readonly line: number;
}

/** A structure with its fields. */
export interface DecodedEntry extends Place {
  readonly kind: 'entry';
  readonly decoded: Decoded;
  /** 64-bit words that were given; the rest of the structure counts as zero. */
  readonly given: number;
  /** What the input says beside the words: unit, slot, device. */
  readonly label: string;
  readonly notes: readonly string[];
}

/** One recorded operation. */
export interface DecodedOperation extends Place {
  readonly kind: 'operation';
  readonly unit: string;
  readonly operation: string;
  readonly effects: readonly HwEffect[];
}

export type DecodedItem = DecodedEntry | DecodedOperation;

/** A line that has the form of something readable and could not be decoded. */
export interface NotDecoded extends Place {
  readonly reason: string;
}

export interface Decoding {
  readonly items: readonly DecodedItem[];
  readonly notDecoded: readonly NotDecoded[];
}
