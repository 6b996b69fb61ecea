/** What a reader of the specifications would say happened, decoded from bytes by this folder and by nobody else. */
import type { DecodedField, Structure, Unit } from './structure.js';
import type { RegionUse } from './trace.js';

/** Where in simulated memory something happened, as far as the record tells. */
export interface Place {
  readonly address: bigint;
  readonly use?: RegionUse;
  /** Entry inside the table, in words: `PASID 71`, `stream 0x100`, `slot 3`. */
  readonly entry?: string;
  /** 64-bit word inside the entry. */
  readonly word?: number;
}

interface Origin {
  /** Index of the first record behind the effect; a descriptor's stores end at its tail write. */
  readonly record: number;
  /** Index of the IOMMU on the machine. */
  readonly unit: number;
  /** Number of the operation that was running. */
  readonly operation: number;
}

export interface RegisterEffect extends Origin {
  readonly kind: 'register-write' | 'register-read';
  readonly register: string;
  readonly offset: number;
  readonly width: number;
  readonly value: bigint;
  readonly fields: readonly DecodedField[];
  readonly section: string;
}

export interface StoreEffect extends Origin {
  readonly kind: 'entry-store' | 'device-store';
  readonly place: Place;
  readonly width: number;
  readonly value: bigint;
  readonly before: bigint;
  /** Fields of the stored word: those that are not zero or that changed. */
  readonly fields: readonly DecodedField[];
  readonly section: string;
}

export interface QueueEffect extends Origin {
  readonly kind: 'descriptor' | 'log-entry';
  /** Slot of the ring. */
  readonly index: number;
  readonly structure: Structure | undefined;
  readonly words: readonly bigint[];
  readonly fields: readonly DecodedField[];
  readonly section: string;
  /** Why the entry cannot be what hardware accepts. */
  readonly defect?: string;
}

export type HwEffect =
  | RegisterEffect
  | StoreEffect
  | QueueEffect
  | (Origin & { readonly kind: 'cache-flush'; readonly place: Place; readonly length: number })
  | (Origin & { readonly kind: 'barrier' })
  | (Origin & { readonly kind: 'wait'; readonly on: string; readonly value: bigint })
  | (Origin & { readonly kind: 'region'; readonly use: string; readonly address: bigint; readonly size: number })
  | (Origin & { readonly kind: 'interrupt'; readonly cause: string })
  | (Origin & { readonly kind: 'pci'; readonly requester: number; readonly capability: string; readonly on: boolean })
  | (Origin & { readonly kind: 'software'; readonly step: string; readonly argument: bigint })
  | (Origin & { readonly kind: 'unknown'; readonly words: readonly number[] });

export type HwEffectKind = HwEffect['kind'];

/** The IOMMU of a machine; the guest tables hang on a VT-d machine. */
export type Platform = Exclude<Unit, 'guest'>;
