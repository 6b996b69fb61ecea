/** `pintle parity`: runs scenarios on both versions and compares what they do to the hardware. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DetailedVerdict, PairEngines, ScenarioVerdict } from '../../../src/compat/pair-model.js';
import { parseOutputs, writeOutputs } from '../outputs.js';
import { parityText, passes, scenarioText, totalsOf } from '../../parity/render.js';
import type { Command, Io } from '../command.js';
import { UsageError } from '../errors.js';
import { nearest } from '../nearest.js';
import type { Exit } from '../exit-codes.js';

const notYet = ['record', 'merge'];

export const parity: Command = {
  name: 'parity',
  summary: 'Run scenarios on both versions and compare their hardware effects, in order and byte for byte.',
  usage: 'pintle parity [NAME|FILE.psc]...  |  pintle parity fmt FILE.psc',
  options: { list: { type: 'boolean' } },
  optionHelp: { list: 'names of the scenarios, with what each shows' },
  async run({ values, positionals, pair }, io): Promise<Exit> {
    const { engines } = pair;
    if (engines === undefined) throw new UsageError(`parity: the pair ${pair.id} has no engines to run`);
    const [first, ...rest] = positionals;
    if (first === 'fmt')
      return format(engines, rest, io, parseOutputs(values['output'], ['text', 'json'], 'text')[0]?.format === 'json');
    if (first !== undefined && notYet.includes(first)) throw new UsageError(`parity ${first} is not there yet`);
    if (values['list'] === true) {
      for (const name of engines.scenarioNames()) io.write(`${name}\n`);
      return 'clean';
    }
    const outputs = parseOutputs(values['output'], ['text', 'json'], 'text');

    const judged = positionals.length === 0 ? null : positionals.map((name) => judge(engines, name, io));
    const verdicts =
      judged?.map(({ verdict }) => verdict) ?? engines.scenarioNames().map((name) => engines.runScenario(name));

    writeOutputs(outputs, (kind) => (kind === 'json' ? json(verdicts) : text(verdicts, judged)), io);
    return verdicts.every(passes) ? 'clean' : 'findings';
  },
};

function text(verdicts: readonly ScenarioVerdict[], judged: readonly DetailedVerdict[] | null): string {
  return judged === null ? parityText(verdicts) : judged.map(scenarioText).join('\n');
}

function json(scenarios: readonly ScenarioVerdict[]): string {
  return `${JSON.stringify({ schema: 'pintle.parity/1', scenarios, totals: totalsOf(scenarios) }, null, 2)}\n`;
}

function judge(engines: PairEngines, nameOrFile: string, io: Io): DetailedVerdict {
  const known = engines.scenarioText(nameOrFile);
  if (known !== null) return engines.judge(nameOrFile, known);
  if (!nameOrFile.endsWith('.psc')) {
    const meant = nearest(nameOrFile, engines.scenarioNames());
    throw new UsageError(
      `${nameOrFile}: no such scenario; ${meant === undefined ? 'see pintle parity --list' : `did you mean ${meant}?`}`,
    );
  }
  return withLine(engines, nameOrFile, () => engines.judge(nameOrFile, read(nameOrFile, io)));
}

function format(engines: PairEngines, files: readonly string[], io: Io, asJson: boolean): Exit {
  const [file] = files;
  if (file === undefined || files.length > 1) throw new UsageError('parity fmt takes one FILE.psc');
  const written = withLine(engines, file, () =>
    asJson ? `${JSON.stringify(engines.parse(read(file, io)), null, 2)}\n` : engines.format(read(file, io)),
  );
  io.write(written);
  return 'clean';
}

function withLine<T>(engines: PairEngines, file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (engines.isTextError(error)) throw new UsageError(`${file}:${error.line}: ${error.message}`, { cause: error });
    throw error;
  }
}

function read(file: string, io: Io): string {
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
