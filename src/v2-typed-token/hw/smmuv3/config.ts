/** An SMMUv3 and the driver on it (reference 2.1 and 6.1). */
export interface SmmuConfig {
  /** Stream id bits: the linear table has 2^sidBits entries, 6 to 16. */
  readonly sidBits: number;
  /** IDR0.ST_LEVEL: two-level stream table. */
  readonly twoLevelStreamTable: boolean;
  /** IDR0.CD2L: two-level context descriptor tables. */
  readonly twoLevelContexts: boolean;
  /** IDR0.ATS. */
  readonly ats: boolean;
  /** IDR0.PRI. */
  readonly pri: boolean;
  /** IDR0.STALL_MODEL. */
  readonly stalls: boolean;
  /** IDR0.MSI and a driver that polls the word that the completion message overwrites. */
  readonly msiPolling: boolean;
  /** IDR3.RIL: range invalidation. */
  readonly rangeInvalidation: boolean;
  /** IDR0.BTM: the CPU's broadcast TLB maintenance reaches the unit. */
  readonly broadcastTlb: boolean;
  /** IDR0.HYP. */
  readonly hypervisor: boolean;
  /** CR2.E2H in use: EL2 commands take the place of the NH ones. */
  readonly e2h: boolean;
  /** Quirk: no prefetch command. */
  readonly skipPrefetch: boolean;
  /** log2 of the entries of the command queue, 7 or more. */
  readonly commandQueueLog2: number;
  /** log2 of the smallest page: 12, 14 or 16. */
  readonly pageShift: number;
  /** Polls after which a wait for hardware is given up. */
  readonly pollLimit: number;
}

const defaults: SmmuConfig = {
  sidBits: 10,
  twoLevelStreamTable: false,
  twoLevelContexts: true,
  ats: false,
  pri: false,
  stalls: false,
  msiPolling: false,
  rangeInvalidation: false,
  broadcastTlb: false,
  hypervisor: false,
  e2h: false,
  skipPrefetch: false,
  commandQueueLog2: 8,
  pageShift: 12,
  pollLimit: 1000,
};

/** Fills in what the caller left open: two-level descriptors, a linear stream table, no ATS. Throws RangeError. */
export function smmuConfig(partial: Partial<SmmuConfig> = {}): SmmuConfig {
  const config = { ...defaults, ...partial };
  if (!Number.isInteger(config.sidBits) || config.sidBits < 6 || config.sidBits > 24) {
    throw new RangeError(`sidBits ${config.sidBits}: expected 6 to 24`);
  }
  if (!Number.isInteger(config.commandQueueLog2) || config.commandQueueLog2 < 7 || config.commandQueueLog2 > 19) {
    throw new RangeError(`commandQueueLog2 ${config.commandQueueLog2}: expected 7 to 19`);
  }
  if (![12, 14, 16].includes(config.pageShift))
    throw new RangeError(`pageShift ${config.pageShift}: expected 12, 14 or 16`);
  return config;
}
