/** The readers of golden data that exist: what each side brings, and the decoder. */
import type { SequenceSide } from './sequences/run.js';
import type { TracePlayer } from './traces/player-model.js';
import { v1Player as v1Traces } from './traces/v1-player.js';
import { v2Player as v2Traces } from './traces/v2-player.js';
import { decoderReader, encoderReader, type VectorReader } from './vectors/reader.js';
import type { HardwareWitness } from './witness.js';
import { witnessV1 } from './witness-v1.js';
import { witnessV2 } from './witness-v2.js';

const hardware: readonly HardwareWitness[] = [witnessV1, witnessV2];

/** Readers of vectors; the decoder reads what is not a function of a driver. */
export const vectorReaders: readonly VectorReader[] = [
  ...hardware.map(({ name, encode }) => encoderReader(name, encode)),
  decoderReader,
];

/** Sides that play operation sequences. */
export const sequenceSides: readonly SequenceSide[] = hardware.map(({ sequences }) => sequences);

/** Sides that replay recorded runs. */
export const tracePlayers: readonly TracePlayer[] = [v1Traces, v2Traces];
