/** Front door of the knowledge: the built-in pairs, their models, the shim. */
import { ioasidPair } from './ioasid-pair.js';
import type { ApiPair } from './pair-model.js';

export type * from './pair-model.js';
export { v1OverV2 } from './shim/v1-over-v2.js';

/** The pairs that pintle comes with; the first is the default. */
export const builtInPairs: readonly ApiPair[] = [ioasidPair];
