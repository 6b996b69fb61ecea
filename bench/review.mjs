// Review of the series that comes with the product, and the decoder on a long recording.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (inside) => fileURLToPath(new URL(`../${inside}`, import.meta.url));
const main = path('dist/tools/cli/main.js');
const pintle = (...args) => ({ argv: [process.execPath, main, ...args] });

export const rows = [
  {
    side: 'tools',
    name: 'review of the shipped series, no base tree',
    unit: 'ms',
    target: { most: 1000 },
    note: 'the target is for 20 patches; the peer is the time that b4 allows its checks',
    reference: { of: 'b4 check budget', median: 2000 },
    command: () => pintle('review', path('examples/series'), '--fail-on', 'never'),
  },
  {
    side: 'tools',
    name: 'review of the shipped series over its tree',
    unit: 'ms',
    command: () => pintle('review', path('examples/series'), '--tree', path('examples/tree'), '--fail-on', 'never'),
  },
];
