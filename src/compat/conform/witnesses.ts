/** The readers of golden data that exist: what each side brings, and the decoder. */
import { encodeStructure as encodeV2 } from '../../v2-typed-token/hw/index.js';
import type { SequenceSide } from './sequences/run.js';
import { v2ChainPlayer, v2Player as v2Sequences } from './sequences/v2-player.js';
import type { TracePlayer } from './traces/player-model.js';
import { v1Player as v1Traces } from './traces/v1-player.js';
import { v2Player as v2Traces } from './traces/v2-player.js';
import { decoderReader, encoderReader, type VectorReader } from './vectors/reader.js';

/** Readers of vectors; the decoder reads what is not a function of a driver. */
export const vectorReaders: readonly VectorReader[] = [encoderReader('v2', encodeV2), decoderReader];

/** Sides that play operation sequences. */
export const sequenceSides: readonly SequenceSide[] = [{ alone: v2Sequences, chained: v2ChainPlayer }];

/** Sides that replay recorded runs. */
export const tracePlayers: readonly TracePlayer[] = [v1Traces, v2Traces];
