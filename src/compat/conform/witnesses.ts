/** The readers of golden data that exist: what each side brings, and the decoder. */
import { encodeStructure as encodeV1 } from '../../v1-void-token/hw/index.js';
import { encodeStructure as encodeV2 } from '../../v2-typed-token/hw/index.js';
import type { SequenceSide } from './sequences/run.js';
import { v1ChainPlayer, v1SequencePlayer } from './sequences/v1-player.js';
import { v2ChainPlayer, v2Player as v2Sequences } from './sequences/v2-player.js';
import type { TracePlayer } from './traces/player-model.js';
import { v1Player as v1Traces } from './traces/v1-player.js';
import { v2Player as v2Traces } from './traces/v2-player.js';
import { decoderReader, type EncodeStructure, encoderReader, type VectorReader } from './vectors/reader.js';

/** Encoders by side. */
export const witnessEncoders: Readonly<Record<string, EncodeStructure>> = { v1: encodeV1, v2: encodeV2 };

/** Readers of vectors; the decoder reads what is not a function of a driver. */
export const vectorReaders: readonly VectorReader[] = [
  ...Object.entries(witnessEncoders).map(([name, encode]) => encoderReader(name, encode)),
  decoderReader,
];

/** Sides that play operation sequences. */
export const sequenceSides: readonly SequenceSide[] = [
  { alone: v1SequencePlayer, chained: v1ChainPlayer },
  { alone: v2Sequences, chained: v2ChainPlayer },
];

/** Sides that replay recorded runs. */
export const tracePlayers: readonly TracePlayer[] = [v1Traces, v2Traces];
