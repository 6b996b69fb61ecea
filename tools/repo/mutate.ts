/**
 * `npm run mutation`: changes the hardware layers and the decoder in one place at a time and lists what nothing notices.
 *
 * Options: `--side v1|v2|decoder` (repeatable), `--file TEXT`, `--sample N --seed N`, `--jobs N`, `--json FILE` (all verdicts),
 * `--again FILE` (only what survived in such a file), `--scenarios` (parity scenarios too, which is slow). Not part of the
 * tests: a whole run takes an hour and more of one core.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { bundleMutants } from './mutation/bundle.js';
import { readEquivalents } from './mutation/equivalent.js';
import type { Mutant } from './mutation/mutant.js';
import { reportText, summarize } from './mutation/report.js';
import { MutantRunner, type MutantVerdict } from './mutation/run-mutant.js';
import { sample } from './mutation/sample.js';
import { readSuiteData, type Side, sides } from './mutation/suite-data.js';

interface Job {
  readonly side: Side;
  readonly numbers: readonly number[];
  readonly scenarios: boolean;
}

const memoryLimitMb = 1024;

/** The checkout that this file belongs to, also when it runs from the built tree. */
function rootOf(path: string): string {
  const folder = dirname(path);
  if (existsSync(join(folder, 'package-lock.json'))) return folder;
  return rootOf(folder);
}

const here = fileURLToPath(import.meta.url);
const root = rootOf(here);

async function work(): Promise<void> {
  const { side, numbers, scenarios } = workerData as Job;
  const runner = new MutantRunner(await bundleMutants(root, side, scenarios), readSuiteData(root, scenarios));
  const broken = runner.baseline();
  if (broken !== undefined) throw new Error(`${side} does not pass without any mutant: ${broken}`);
  const wanted = new Set(numbers);
  for (const mutant of runner.mutants) {
    if (!wanted.has(mutant.number)) continue;
    parentPort?.postMessage({ started: mutant.number });
    parentPort?.postMessage(runner.run(mutant));
  }
}

/** Runs a share of the mutants; one that takes the worker down counts as noticed, and the rest goes on in a new one. */
async function runShare(
  job: Omit<Job, 'numbers'>,
  mutants: readonly Mutant[],
  done: (verdict: MutantVerdict) => void,
): Promise<void> {
  let left = [...mutants];
  while (left.length > 0) {
    const numbers = left.map(({ number }) => number);
    let current: number | undefined;
    const died = await new Promise<string | undefined>((resolve) => {
      const options = {
        workerData: { ...job, numbers } satisfies Job,
        resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
      };
      const worker = new Worker(here, options);
      worker.on('message', (message: MutantVerdict | { readonly started: number }) => {
        if ('started' in message) current = message.started;
        else {
          done(message);
          left = left.filter(({ number }) => number !== message.mutant.number);
        }
      });
      worker.on('error', (error) => {
        resolve(String(error));
      });
      worker.on('exit', () => {
        resolve(undefined);
      });
    });
    if (died === undefined) return;
    if (current === undefined) throw new Error(`mutation: ${died}`);
    const mutant = left.find(({ number }) => number === current);
    if (mutant !== undefined) done({ mutant, killed: true, by: `stopped: ${died}` });
    left = left.filter(({ number }) => number !== current);
  }
}

/** Ids that survived an earlier run. */
function survivorsOf(path: string): ReadonlySet<string> {
  const verdicts = JSON.parse(readFileSync(path, 'utf8')) as readonly MutantVerdict[];
  return new Set(verdicts.filter(({ killed }) => !killed).map(({ mutant }) => mutant.id));
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      side: { type: 'string', multiple: true },
      file: { type: 'string' },
      sample: { type: 'string' },
      seed: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '1' },
      json: { type: 'string' },
      again: { type: 'string' },
      scenarios: { type: 'boolean', default: false },
    },
  });
  const equivalents = readEquivalents(root);
  const verdicts: MutantVerdict[] = [];
  const before = values.again === undefined ? undefined : survivorsOf(values.again);
  const wanted = sides.filter((side) => values.side === undefined || values.side.includes(side));
  for (const side of wanted) {
    const bundle = await bundleMutants(root, side);
    const broken = new MutantRunner(bundle, readSuiteData(root)).baseline();
    if (broken !== undefined) {
      process.stderr.write(`mutation: ${side} does not pass without any mutant: ${broken}\n`);
      return 2;
    }
    const among = bundle.mutants
      .filter(({ file }) => values.file === undefined || file.includes(values.file))
      .filter(({ id }) => before === undefined || before.has(id));
    const chosen = values.sample === undefined ? among : sample(among, Number(values.sample), Number(values.seed));
    const jobs = Math.max(1, Number(values.jobs));
    const shares = Array.from({ length: jobs }, (_, job) => chosen.filter((_mutant, index) => index % jobs === job));
    await Promise.all(
      shares.map((share) =>
        runShare({ side, scenarios: values.scenarios }, share, (verdict) => verdicts.push(verdict)),
      ),
    );
  }
  process.stdout.write(reportText(verdicts, equivalents));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(verdicts, null, 1)}\n`);
  const { survived, wronglyListed } = summarize(verdicts, equivalents);
  return survived.length + wronglyListed.length > 0 ? 1 : 0;
}

if (isMainThread) process.exitCode = await main();
else await work();
