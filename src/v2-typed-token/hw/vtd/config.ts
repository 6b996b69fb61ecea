import type { VcmdGeneration } from './virtual-command-layout.js';

/** Kernel whose driver is played; the two differ in the order of a tear down and in what the recordings show. */
export type KernelVersion = '6.1.192' | '5.10.198';

/** A VT-d unit and the driver on it. */
export interface VtdConfig {
  readonly kernel: KernelVersion;
  readonly vcmd: VcmdGeneration;
  /** ECAP.SMTS and RTADDR.TTM: scalable mode, 256-bit descriptors. */
  readonly scalable: boolean;
  /** CAP.CM: structures that are not present may be cached. */
  readonly cachingMode: boolean;
  /** CAP.RWBF: write buffers must be flushed by command. */
  readonly writeBufferFlush: boolean;
  /** ECAP.C: walks snoop the CPU caches. */
  readonly coherent: boolean;
  /** CAP.DRD and CAP.DWD: an IOTLB invalidation can drain reads and writes. */
  readonly drainReads: boolean;
  readonly drainWrites: boolean;
  /** CAP.FS5LP: five-level first stage. */
  readonly fiveLevel: boolean;
  /** ECAP.SRS: supervisor requests. */
  readonly supervisor: boolean;
  /** ECAP.EAFS: extended accessed flag. */
  readonly extendedAccessed: boolean;
  /** ECAP.NEST: nested translation. */
  readonly nesting: boolean;
  /** ECAP.SMPWCS: page walks may snoop. */
  readonly pageWalkSnoop: boolean;
  /** ECAP.VCS: the virtual command registers exist. */
  readonly virtualCommands: boolean;
  /** PASID bits of the unit, 7 to 20. */
  readonly pasidBits: number;
  /** Whether queue and translation are on from the start. Off: `enableQueue` and `setRootTable` come first. */
  readonly running: boolean;
  /** Polls after which a wait for hardware is given up. */
  readonly pollLimit: number;
}

const defaults: VtdConfig = {
  kernel: '6.1.192',
  vcmd: 'current',
  scalable: true,
  cachingMode: false,
  writeBufferFlush: false,
  coherent: true,
  drainReads: false,
  drainWrites: false,
  fiveLevel: false,
  supervisor: true,
  extendedAccessed: false,
  nesting: true,
  pageWalkSnoop: true,
  virtualCommands: false,
  pasidBits: 20,
  running: true,
  pollLimit: 1000,
};

/**
 * Fills in what the caller left open: a coherent scalable unit under kernel 6.1.192. Throws RangeError for
 * `pasidBits`.
 */
export function vtdConfig(partial: Partial<VtdConfig> = {}): VtdConfig {
  const config = { ...defaults, ...partial };
  if (!Number.isInteger(config.pasidBits) || config.pasidBits < 7 || config.pasidBits > 20) {
    throw new RangeError(`pasidBits ${config.pasidBits}: expected 7 to 20`);
  }
  return config;
}

/** What a kernel version does differently (reference 1.6 and 6.1). */
export interface KernelTraits {
  /** P alone is cleared first, the rest of the entry after the invalidations. Otherwise the whole entry goes first. */
  readonly presentBitFirst: boolean;
  readonly barriers: boolean;
  /** A new table page is written back before the directory points at it. */
  readonly writesTableBackFirst: boolean;
  /** A first-stage entry gets NXE, and WPE with SRE. */
  readonly executeAndWriteBits: boolean;
  /** Polls of GSTS are part of the record. */
  readonly recordsGlobalStatus: boolean;
  /** The fault queue is flushed in software before a drain. */
  readonly flushesFaultQueue: boolean;
  /** Page snoop and supervisor bits of auxiliary domains. */
  readonly auxiliarySnoop: boolean;
  /** PQA.PQS. */
  readonly pageRequestQueueSize: number;
}

/** Traits by kernel version. */
export const kernelTraits: Readonly<Record<KernelVersion, KernelTraits>> = {
  '6.1.192': {
    presentBitFirst: true,
    barriers: true,
    writesTableBackFirst: true,
    executeAndWriteBits: true,
    recordsGlobalStatus: true,
    flushesFaultQueue: true,
    auxiliarySnoop: false,
    pageRequestQueueSize: 4,
  },
  '5.10.198': {
    presentBitFirst: false,
    barriers: false,
    writesTableBackFirst: false,
    executeAndWriteBits: false,
    recordsGlobalStatus: false,
    flushesFaultQueue: false,
    auxiliarySnoop: true,
    pageRequestQueueSize: 0,
  },
};
