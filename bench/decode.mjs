// `pintle decode` of a long recording, and the decoder alone.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeTrace } from '../dist/src/compat/hw-spec/index.js';
import { ports } from '../dist/src/compat/parity/engines.js';
import { parseScenario } from '../dist/src/compat/scenarios/parse.js';
import { scenarioTexts } from '../dist/src/compat/scenarios/bundle.js';

const path = (inside) => fileURLToPath(new URL(`../${inside}`, import.meta.url));

/** The shipped ftrace lines as often as a busy host writes them. */
function longTrace({ tiny }) {
  const folder = mkdtempSync(join(tmpdir(), 'pintle-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const lines = readFileSync(path('examples/traces/unbind.ftrace.txt'), 'utf8').trimEnd().split('\n');
  const [head, events] = [lines.filter((line) => line.startsWith('#')), lines.filter((line) => !line.startsWith('#'))];
  const wanted = tiny ? 10 : 10_000;
  const body = Array.from({ length: wanted }, (_, index) => events[index % events.length]);
  const file = join(folder, 'long.ftrace.txt');
  writeFileSync(file, `${[...head, ...body].join('\n')}\n`);
  return { argv: [process.execPath, path('dist/tools/cli/main.js'), 'decode', file] };
}

/** Every effect of the busiest shipped scenario as named fields. */
function decodeEffects() {
  const scenario = parseScenario(scenarioTexts['queue-wraps']);
  const { mms, devices, faults } = scenario;
  const [platform] = scenario.platforms;
  const port = ports.v2({ platform, mms, devices, faults });
  for (const [index, step] of scenario.blocks.flatMap(({ steps }) => steps).entries()) {
    port.bus.beginOperation(index + 1);
    port.perform(step);
  }
  const trace = port.bus.trace();
  return (operations) => {
    for (let left = operations; left > 0; left -= trace.length) {
      if (decodeTrace(trace, { platform: platform.name }).length === 0) throw new Error('nothing is decoded');
    }
  };
}

export const rows = [
  { side: 'tools', name: 'decode one recorded effect', unit: 'us', operations: 10_000, prepare: decodeEffects },
  { side: 'tools', name: 'decode of 10,000 ftrace lines', unit: 'ms', command: longTrace },
];
