/** What a VT-d unit can do, as its capability registers say it (reference hardware 1.1). */

export interface CapabilityOptions {
  readonly cachingMode: boolean;
  readonly rwbf: boolean;
  readonly fs5lp: boolean;
  readonly drain: boolean;
  readonly coherent: boolean;
  readonly nest: boolean;
  readonly srs: boolean;
  readonly eafs: boolean;
  readonly smpwcs: boolean;
  readonly scalable: boolean;
  readonly virtualCommands: boolean;
}

/** CAP and ECAP in halves. */
export interface Capabilities {
  readonly capLo: number;
  readonly capHi: number;
  readonly ecapLo: number;
  readonly ecapHi: number;
  /** ECAP.VCS: there are virtual command registers. */
  readonly vcs: boolean;
}

const bit = (on: boolean, position: number): number => (on ? 2 ** position : 0);

/** 16 bits of domain id, 48-bit second level, 20 bits of PASID. Bits from 32 upwards stand in the high halves. */
export function capabilities(c: CapabilityOptions): Capabilities {
  const capLo = 6 + bit(c.rwbf, 4) + bit(c.cachingMode, 7) + bit(true, 10) + 47 * 2 ** 16;
  const capHi = bit(c.drain, 22) + bit(c.drain, 23) + bit(c.fs5lp, 28);
  const ecapLo = bit(c.coherent, 0) + bit(true, 1) + bit(true, 2) + bit(c.nest, 26) + bit(true, 29) + bit(c.srs, 31);
  const pss = 19 * 2 ** 3;
  const ecapHi = bit(c.eafs, 2) + pss + bit(true, 8) + bit(true, 10) + bit(c.scalable, 11) + bit(c.virtualCommands, 12);
  return {
    capLo,
    capHi,
    ecapLo,
    ecapHi: ecapHi + bit(true, 14) + bit(true, 15) + bit(c.smpwcs, 16),
    vcs: c.virtualCommands,
  };
}

export const cap_caching_mode = (lo: number): boolean => ((lo >>> 7) & 1) === 1;
export const cap_rwbf = (lo: number): boolean => ((lo >>> 4) & 1) === 1;
/** These read the high halves. */
export const cap_fl5lp_support = (hi: number): boolean => ((hi >>> 28) & 1) === 1;
export const ecap_smts = (hi: number): boolean => ((hi >>> 11) & 1) === 1;
export const ecap_vcs = (hi: number): boolean => ((hi >>> 12) & 1) === 1;
/** Bits of a PASID. */
export const ecap_pss = (hi: number): number => ((hi >>> 3) & 0x1f) + 1;
