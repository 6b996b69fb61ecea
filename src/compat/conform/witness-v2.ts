import { encodeStructure } from '../../v2-typed-token/hw/index.js';
import { v2ChainPlayer, v2Player } from './sequences/v2-player.js';
import type { HardwareWitness } from './witness.js';

export const witnessV2: HardwareWitness = {
  name: 'v2',
  encode: encodeStructure,
  sequences: { alone: v2Player, chained: v2ChainPlayer },
};
