import { encodeStructure } from '../../v1-void-token/hw/index.js';
import { v1ChainPlayer, v1SequencePlayer } from './sequences/v1-player.js';
import type { HardwareWitness } from './witness.js';

export const witnessV1: HardwareWitness = {
  name: 'v1',
  encode: encodeStructure,
  sequences: { alone: v1SequencePlayer, chained: v1ChainPlayer },
};
