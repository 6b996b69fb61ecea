/** The built-in pair: IOASID with a void token, and with a typed one. */
import { additions } from './evolution/additions.js';
import { entries } from './evolution/evolution-map.js';
import { hazards } from './evolution/hazards/index.js';
import { cBase, cV1p, cV3, cV4 } from './evolution/surfaces/c-published.js';
import { cV1 } from './evolution/surfaces/c-v1.js';
import { cV2 } from './evolution/surfaces/c-v2.js';
import { tsV1 } from './evolution/surfaces/ts-v1.js';
import { tsV2 } from './evolution/surfaces/ts-v2.js';
import { handlers, resultIdiom, types } from './evolution/types.js';
import type { ApiPair } from './pair-model.js';
import { parityEngines } from './parity/engines.js';

export const ioasidPair: ApiPair = {
  id: 'ioasid',
  title: 'IOASID: sets with a void token, sets with a typed token',
  surfaces: {
    'ts:v1': tsV1,
    'ts:v2': tsV2,
    'c:v1': cV1,
    'c:v2': cV2,
    'c:base': cBase,
    'c:v1p': cV1p,
    'c:v3': cV3,
    'c:v4': cV4,
  },
  old: { c: 'c:v1', ts: 'ts:v1' },
  new: { c: 'c:v2', ts: 'ts:v2' },
  map: {
    entries,
    additions: Object.entries(additions).map(([symbol, addition]) => ({ symbol, ...addition })),
    hazards,
    types,
    idioms: { ts: resultIdiom },
    handlers,
  },
  engines: parityEngines,
};
