// Reference 1.6: how a PASID table entry is set up and torn down, as data. Every `set` is one store of the 64-bit word
// that the field lives in, so the order of lines is the order in which hardware can see the entry change.
import type { PasidField } from './entries.js';
import type { FieldValue } from '../word64.js';

/** What the fields of an entry are set to, and which optional steps run. */
export interface EntryValues {
  readonly pasid: number;
  /** Domain id, in the entry and in the invalidations that follow. */
  readonly did: number;
  readonly firstStageRoot?: FieldValue;
  readonly secondStageRoot?: FieldValue;
  /** AW code: 1, 2, 3 for 39, 48, 57 bits. */
  readonly width: number;
  /** FSPM: 1 for five levels. */
  readonly pagingMode?: number;
  readonly pageWalkSnoop: number;
  readonly supervisor?: boolean;
  readonly writeProtect?: boolean;
  readonly fiveLevel?: boolean;
  readonly pageSnoop?: boolean;
  readonly noExecute?: boolean;
}

type Source = 'did' | 'firstStageRoot' | 'secondStageRoot' | 'width' | 'pagingMode' | 'pageWalkSnoop';
type Condition = 'supervisor' | 'writeProtect' | 'fiveLevel' | 'pageSnoop' | 'noExecute';

/** One line of a program. */
export type EntryStep =
  | { readonly set: PasidField; readonly to: number; readonly when?: Condition }
  | { readonly set: PasidField; readonly from: Source; readonly when?: Condition }
  | { readonly act: 'erase' | 'barrier' | 'writeBack' | 'announce' };

const publish: readonly EntryStep[] = [{ set: 'P', to: 1 }, { act: 'writeBack' }, { act: 'announce' }];

/** `intel_pasid_setup_first_level`. */
export const firstStageProgram: readonly EntryStep[] = [
  { act: 'erase' },
  { set: 'FSPTPTR', from: 'firstStageRoot' },
  { set: 'SRE', to: 1, when: 'supervisor' },
  { set: 'WPE', to: 1, when: 'writeProtect' },
  { set: 'FSPM', to: 1, when: 'fiveLevel' },
  { set: 'PGSNP', to: 1, when: 'pageSnoop' },
  { set: 'DID', from: 'did' },
  { set: 'AW', from: 'width' },
  { set: 'PWSNP', from: 'pageWalkSnoop' },
  { set: 'NXE', to: 1, when: 'noExecute' },
  { set: 'PGTT', to: 1 },
  { act: 'barrier' },
  ...publish,
];

/** `intel_pasid_setup_second_level`. */
export const secondStageProgram: readonly EntryStep[] = [
  { act: 'erase' },
  { set: 'DID', from: 'did' },
  { set: 'SSPTPTR', from: 'secondStageRoot' },
  { set: 'AW', from: 'width' },
  { set: 'PGTT', to: 2 },
  { set: 'FPD', to: 0 },
  { set: 'PWSNP', from: 'pageWalkSnoop' },
  { set: 'PGSNP', to: 1, when: 'pageSnoop' },
  { set: 'SRE', to: 1, when: 'supervisor' },
  { act: 'barrier' },
  ...publish,
];

/** `intel_pasid_setup_pass_through`. */
export const passThroughProgram: readonly EntryStep[] = [
  { act: 'erase' },
  { set: 'DID', from: 'did' },
  { set: 'AW', from: 'width' },
  { set: 'PGTT', to: 4 },
  { set: 'FPD', to: 0 },
  { set: 'PWSNP', from: 'pageWalkSnoop' },
  { set: 'SRE', to: 1, when: 'supervisor' },
  { act: 'barrier' },
  ...publish,
];

/** First part of `intel_pasid_setup_nested`: what is stored before the guest's root and flags are judged. */
export const nestedOpening: readonly EntryStep[] = [{ act: 'erase' }, { set: 'FSPM', from: 'pagingMode' }];

/** Second part of `intel_pasid_setup_nested`, after the guest's flags. No barrier: the kernel that has it has none. */
export const nestedClosing: readonly EntryStep[] = [
  { set: 'SSPTPTR', from: 'secondStageRoot' },
  { set: 'FPD', to: 0 },
  { set: 'DID', from: 'did' },
  { set: 'AW', from: 'width' },
  { set: 'PWSNP', from: 'pageWalkSnoop' },
  { set: 'PGTT', to: 3 },
  ...publish,
];
