/** How the driver installs a stream table entry (reference hardware 2.6, attach and detach). */
import * as C from './command.js';
import type { CdTable } from './context-descriptor.js';
import type { SmmuV3 } from './smmu.js';
import * as S from './stream-table.js';

/** A device with its streams. */
export interface SmmuMaster {
  readonly sids: readonly number[];
  readonly atsSupported: boolean;
  readonly stallEnabled?: boolean;
  atsEnabled: boolean;
}

/** What a second-stage entry has of its domain. */
export interface Stage2 {
  readonly vmid: number;
  readonly ttb: number;
}

/** C: `arm_smmu_write_strtab_ent`, stage 1. */
export function installStage1(smmu: SmmuV3, sid: number, master: SmmuMaster, table: CdTable): void {
  const { config } = smmu;
  const words = S.streamTableEntry({
    V: 1,
    Config: S.STE_CFG_S1_TRANS,
    S1Fmt: table.format,
    S1ContextPtr: table.base,
    S1CDMax: table.ssidBits,
    S1DSS: 2,
    S1CIR: 1,
    S1COR: 1,
    S1CSH: 3,
    S1STALLD: config.stalls && !(master.stallEnabled ?? false) ? 1 : 0,
    EATS: master.atsEnabled ? 1 : 0,
    STRW: config.e2h ? 2 : 0,
  });
  install(smmu, sid, words, [1]);
}

/** Stage 2: SHCFG stays as it is. */
export function installStage2(smmu: SmmuV3, sid: number, master: SmmuMaster, { vmid, ttb }: Stage2): void {
  const [lo, hi] = smmu.streams.read(sid, 1);
  const words = S.streamTableEntry({
    V: 1,
    Config: S.STE_CFG_S2_TRANS,
    S2VMID: vmid,
    S2T0SZ: 16,
    S2SL0: 1,
    S2IR0: 1,
    S2OR0: 1,
    S2SH0: 3,
    S2PS: 5,
    S2AA64: 1,
    S2PTW: 1,
    S2R: 1,
    S2TTB: ttb,
    EATS: master.atsEnabled ? 1 : 0,
  });
  words[2]! |= lo;
  words[3]! |= hi;
  install(smmu, sid, words, master.atsEnabled ? [2, 3, 1] : [2, 3]);
}

/** Everything but word 0, the cache told; word 0 by one store, told again. */
function install(smmu: SmmuV3, sid: number, words: Uint32Array, others: readonly number[]): void {
  for (const word of others) smmu.streams.store(sid, word, words[2 * word]!, words[2 * word + 1]!);
  syncStream(smmu, sid);
  smmu.streams.store(sid, 0, words[0]!, words[1]!);
  syncStream(smmu, sid);
  if (!smmu.config.skipPrefetch) smmu.issue(C.prefetchConfig(sid));
}

/** Abort or bypass: word 3 keeps what it has. */
export function installWithoutDomain(smmu: SmmuV3, sid: number, cfg: 'abort' | 'bypass'): void {
  const { streams } = smmu;
  streams.ensure(sid);
  streams.store(sid, 0, 1 | ((cfg === 'abort' ? S.STE_CFG_ABORT : S.STE_CFG_BYPASS) << 1), 0);
  streams.store(sid, 1, 0, S.STE_1_SHCFG_INCOMING_HI);
  streams.store(sid, 2, 0, 0);
  syncStream(smmu, sid);
}

function syncStream(smmu: SmmuV3, sid: number): void {
  smmu.issueWithSync([C.cfgiSte(sid, 1)]);
}
