/** What one side brings to conformance of the hardware: its encoders and its drivers. */
import type { SequenceSide } from './sequences/run.js';
import type { EncodeStructure } from './vectors/reader.js';

export interface HardwareWitness {
  readonly name: string;
  readonly encode: EncodeStructure;
  readonly sequences: SequenceSide;
}
