/** The readers of golden data that exist: what each side brings, and the decoder. */
import { encodeStructure as encodeV2 } from '../../v2-typed-token/hw/index.js';
import type { SequencePlayer } from './sequence-model.js';
import type { TracePlayer } from './traces/player-model.js';
import { decoderReader, encoderReader, type VectorReader } from './vectors/reader.js';

/** Readers of vectors; the decoder reads what is not a function of a driver. */
export const vectorReaders: readonly VectorReader[] = [encoderReader('v2', encodeV2), decoderReader];

/** Sides that play operation sequences. */
export const sequencePlayers: readonly SequencePlayer[] = [];

/** Sides that replay recorded runs. */
export const tracePlayers: readonly TracePlayer[] = [];
