// How long the command line takes until it says something.
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../dist/tools/cli/main.js', import.meta.url));

export const rows = [
  {
    side: 'tools',
    name: 'pintle --help',
    unit: 'ms',
    repetitions: 15,
    target: { ratio: 1.6 },
    command: () => ({ argv: [process.execPath, main, '--help'] }),
    peer: { name: 'node -e 0', command: () => ({ argv: [process.execPath, '-e', '0'] }) },
  },
];
