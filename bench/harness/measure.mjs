/** Runs one row alternately with its peer. Nothing here knows what a row measures. */
import { performance } from 'node:perf_hooks';
import { runCommand } from './commands.mjs';
import { median } from './numbers.mjs';

/** Nanoseconds in each unit that a row may be told in. */
export const unitNs = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

const warmUpMs = 300;

/**
 * One side of a row, ready to be timed: `time(operations)` gives wall and CPU nanoseconds per operation, and the peak
 * memory of a command in bytes.
 */
async function sideOf(part, options) {
  if (part.command !== undefined) {
    const command = await part.command(options);
    return {
      isCommand: true,
      async time(operations) {
        const { wallNs, cpuNs, peakBytes } = await runCommand(command);
        return { wall: wallNs / operations, cpu: cpuNs / operations, peakBytes };
      },
    };
  }
  const prepared = await part.prepare(options);
  const { before, run } = typeof prepared === 'function' ? { before: null, run: prepared } : prepared;
  return {
    isCommand: false,
    async time(operations) {
      before?.(operations);
      const [cpuBefore, start] = [process.cpuUsage(), performance.now()];
      const pending = run(operations);
      if (pending instanceof Promise) await pending;
      const wallNs = (performance.now() - start) * 1e6;
      const { user, system } = process.cpuUsage(cpuBefore);
      return { wall: wallNs / operations, cpu: ((user + system) * 1e3) / operations, peakBytes: 0 };
    },
  };
}

/** Until the optimiser has had its turn; a command is warm after one run, which fills the page cache. */
async function warmUp(side, operations, { tiny = false }) {
  const start = performance.now();
  let runs = 0;
  do {
    await side.time(operations);
    runs += 1;
  } while (!side.isCommand && !tiny && (runs < 3 || performance.now() - start < warmUpMs));
}

function summary(samples) {
  const walls = samples.map(({ wall }) => wall);
  return {
    wall: median(walls),
    best: Math.min(...walls),
    cpu: median(samples.map(({ cpu }) => cpu)),
    peakBytes: Math.max(...samples.map(({ peakBytes }) => peakBytes)),
  };
}

/** A peer that can be run, or the sentence why it cannot. */
async function peerOf(row, options) {
  if (row.peer === undefined) return { side: null, missing: null };
  const missing = (await row.peer.missing?.(options)) ?? null;
  return missing === null ? { side: await sideOf(row.peer, options), missing } : { side: null, missing };
}

/**
 * Measures a row: `repetitions` runs of it and of its peer in turn, after a warm-up of both. Times are nanoseconds per
 * operation. `options` reach the row: `full` asks for its large variant, `tiny` for the smallest that runs at all.
 */
export async function measureRow(row, { repetitions, ...options }) {
  const absent = (await row.missing?.(options)) ?? null;
  if (absent !== null) return { missing: absent };
  const operations = options.tiny === true ? Math.min(row.operations ?? 1, 100) : (row.operations ?? 1);
  const own = await sideOf(row, options);
  const { side: peer, missing: peerMissing } = await peerOf(row, options);
  await warmUp(own, operations, options);
  if (peer !== null) await warmUp(peer, operations, options);
  const [samples, peerSamples] = [[], []];
  for (let count = 0; count < repetitions; count += 1) {
    samples.push(await own.time(operations));
    if (peer !== null) peerSamples.push(await peer.time(operations));
  }
  const result = summary(samples);
  // A row that runs in this process has it to itself, unless its peer is here too.
  if (!own.isCommand) result.peakBytes = process.resourceUsage().maxRSS * 1024;
  return { missing: null, ...result, peerMissing, peer: peer === null ? null : summary(peerSamples) };
}
