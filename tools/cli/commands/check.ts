/** `pintle check`: call sites that the new version breaks. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ApiPair, FindingLevel } from '../../../src/compat/pair-model.js';
import { checkPaths } from '../../call-sites/dispatch.js';
import type { CheckOptions } from '../../call-sites/front-end.js';
import type { WatchEvent } from '../../call-sites/typescript/watch.js';
import { parseBaseline, withoutBaseline, withOrigins } from '../../diagnostics/baseline.js';
import { type Config, findUp, ignoreName, loadConfig } from '../../diagnostics/config.js';
import { applyIgnore, parseIgnore } from '../../diagnostics/ignore-file.js';
import { type CheckReport, type Finding, totalsOf } from '../../diagnostics/model.js';
import { fitsGlob } from '../../diagnostics/path-glob.js';
import { type Format, renderers } from '../../diagnostics/renderers.js';
import { terseLine, terseNotRead } from '../../diagnostics/render-terse.js';
import { countLine } from '../../diagnostics/report.js';
import { violation } from '../../schema/validate.js';
import type { Command, Invocation, Io } from '../command.js';
import { UsageError } from '../errors.js';
import type { Exit } from '../exit-codes.js';
import { parseOutputs, writeOutputs } from '../outputs.js';
import { ownVersion } from '../version.js';

type Values = Invocation['values'];

const formats = Object.keys(renderers) as readonly Format[];
const lineFormats: readonly Format[] = ['text', 'terse', 'github', 'md'];

const usageErrors = new Set(['PathError', 'MapError', 'ConfigError', 'IgnoreError', 'BaselineError']);

/** Errors of the tools that are the user's to mend, as such. */
export function asUsageError(error: unknown): unknown {
  return error instanceof Error && usageErrors.has(error.name)
    ? new UsageError(error.message, { cause: error })
    : error;
}

function choice<T extends string>(values: Values, name: string, allowed: readonly T[], fallback: T): T {
  const given = values[name];
  if (given === undefined) return fallback;
  const found = allowed.find((item) => item === given);
  if (found === undefined) throw new UsageError(`--${name} ${String(given)}: expected ${allowed.join(', ')}`);
  return found;
}

/** Absolute paths of a run: the arguments, or those of the configuration, or the working directory. */
export function pathsOf({ positionals }: Invocation, config: Config, cwd: string): readonly string[] {
  if (positionals.length > 0) return positionals.map((path) => resolve(cwd, path));
  if (config.folder !== undefined && config.paths !== undefined)
    return config.paths.map((path) => resolve(config.folder!, path));
  return [cwd];
}

/** The configuration of a run. Throws UsageError. */
export function configOf(values: Values, cwd: string): Config {
  const given = values['config'];
  return loadConfig(cwd, typeof given === 'string' ? given : undefined, (value) => violation('config', value));
}

export function checkOptionsOf(values: Values, config: Config, io: Io): CheckOptions {
  const tsconfig = values['tsconfig'];
  if (typeof tsconfig === 'string' && statSync(resolve(io.cwd, tsconfig), { throwIfNoEntry: false }) === undefined) {
    throw new UsageError(`--tsconfig ${tsconfig}: no such file`);
  }
  return {
    cwd: io.cwd,
    ...(typeof tsconfig === 'string' ? { tsconfig: resolve(io.cwd, tsconfig) } : {}),
    ...(config.rules === undefined ? {} : { levels: config.rules }),
    ...jobsOf(values['jobs']),
  };
}

function jobsOf(value: Values[string]): { readonly jobs?: number } {
  if (value === undefined) return {};
  const jobs = Number(value);
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError(`--jobs ${String(value)}: expected a number from 1`);
  return { jobs };
}

/** Folder of the base tree; a revision is unpacked into a temporary one that `done` takes away. */
function baseTree(tree: string, cwd: string): { folder: string; done: () => void } {
  const folder = resolve(cwd, tree);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return { folder, done: () => undefined };
  const temporary = mkdtempSync(join(tmpdir(), 'pintle-base-'));
  const done = () => rmSync(temporary, { recursive: true, force: true });
  try {
    const archive = execFileSync('git', ['archive', '--format=tar', tree], {
      cwd,
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    execFileSync('tar', ['-x', '-C', temporary], { input: archive });
    return { folder: temporary, done };
  } catch (error) {
    done();
    throw new UsageError(`--tree ${tree}: neither a folder nor a revision of this repository`, { cause: error });
  }
}

async function findingsWithOrigin(
  report: CheckReport,
  invocation: Invocation,
  options: CheckOptions,
): Promise<readonly Finding[]> {
  const tree = invocation.values['tree'];
  if (typeof tree !== 'string') return report.findings;
  const { folder, done } = baseTree(tree, options.cwd);
  try {
    const base = await checkPaths([folder], invocation.pair, { ...options, cwd: folder });
    return withOrigins(report.findings, base.findings, oldSymbols(invocation.pair));
  } finally {
    done();
  }
}

function oldSymbols(pair: ApiPair): (symbol: string) => boolean {
  const names = new Set(pair.map.entries.flatMap(({ symbol, c, aliases }) => [symbol, c, ...aliases]));
  return (symbol) => names.has(symbol) || names.has(symbol.slice(0, Math.max(0, symbol.lastIndexOf('.'))));
}

function readInput(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, {
      cause: error,
    });
  }
}

/** Today, or the day that SOURCE_DATE_EPOCH names. */
function today(io: Io): string {
  const epoch = Number(io.env['SOURCE_DATE_EPOCH']);
  return (Number.isFinite(epoch) && epoch > 0 ? new Date(epoch * 1000) : new Date()).toISOString().slice(0, 10);
}

/** Takes out what the configuration, `.pintleignore`, the baseline and --origin hold back. */
function held(
  report: CheckReport,
  { values }: Invocation,
  config: Config,
  io: Io,
): { report: CheckReport; held: number } {
  const ignored = config.ignore ?? [];
  const kept = (file: string) => !ignored.some((glob) => fitsGlob(file, glob));
  let findings = report.findings.filter(({ file }) => kept(file));
  let notRead = report.notRead.filter(({ file }) => kept(file));
  const ignoreFile = findUp(io.cwd, ignoreName);
  let count = 0;
  if (ignoreFile !== undefined) {
    const entries = parseIgnore(readInput(ignoreFile), ignoreName);
    const applied = applyIgnore(entries, ignoreName, today(io), { findings, notRead });
    findings = [...applied.findings];
    notRead = [...applied.notRead];
    count += applied.held;
  }
  const baseline = values['baseline'];
  if (typeof baseline === 'string') {
    const left = withoutBaseline(findings, parseBaseline(readInput(resolve(io.cwd, baseline)), baseline));
    count += findings.length - left.length;
    findings = [...left];
  }
  const origin = choice(values, 'origin', ['introduced', 'left-behind', 'all', 'default'], 'default');
  if (origin !== 'all') {
    findings = findings.filter((item) =>
      origin === 'default' ? item.origin !== 'pre-existing' : item.origin === origin,
    );
  }
  return { report: { findings, notRead, filesRead: report.filesRead }, held: count };
}

const severity = { error: 3, warning: 2, note: 1, never: 4 } as const;

function exitOf(report: CheckReport, failOn: FindingLevel | 'never', allowIncomplete: boolean): Exit {
  if (report.notRead.length > 0 && !allowIncomplete) return 'incomplete';
  return report.findings.some(({ level }) => severity[level] >= severity[failOn]) ? 'findings' : 'clean';
}

function useColor(values: Values, io: Io): boolean {
  const color = choice(values, 'color', ['auto', 'always', 'never'], 'auto');
  if (color !== 'auto') return color === 'always';
  if ((io.env['NO_COLOR'] ?? '') !== '') return false;
  return (io.env['FORCE_COLOR'] ?? '') !== '' || (io.stdoutIsTty && io.env['TERM'] !== 'dumb');
}

function sourceReader(cwd: string): (file: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (file) => {
    if (!known.has(file)) {
      try {
        known.set(file, readFileSync(resolve(cwd, file), 'utf8').replace(/^\ufeff/, ''));
      } catch {
        known.set(file, undefined);
      }
    }
    return known.get(file);
  };
}

async function runCheck(invocation: Invocation, io: Io): Promise<Exit> {
  const { values, pair } = invocation;
  const config = configOf(values, io.cwd);
  const failOn = choice(values, 'fail-on', ['error', 'warning', 'note', 'never'], config.failOn ?? 'error');
  const options = checkOptionsOf(values, config, io);
  const plain = values['plain'] === true;
  const fallback = io.stdoutIsTty || plain ? 'text' : 'terse';
  const outputs = parseOutputs(values['output'] ?? config.output, formats, fallback, lineFormats);
  const width = Number(values['width'] ?? 72);
  if (!Number.isInteger(width) || width < 20)
    throw new UsageError(`--width ${String(values['width'])}: expected a number from 20`);

  const raw = await checkPaths(pathsOf(invocation, config, io.cwd), pair, options);
  const findings = await findingsWithOrigin(raw, invocation, options);
  const { report, held: count } = held({ ...raw, findings }, invocation, config, io);

  const totals = totalsOf(report.findings);
  const style = { color: !plain && useColor(values, io), plain, width };
  const input = { ...report, totals, held: count, pair, version: ownVersion(), source: sourceReader(io.cwd), style };
  writeOutputs(
    outputs,
    (format, toFile) => renderers[format](toFile ? { ...input, style: { ...style, color: false } } : input),
    io,
  );
  if (values['quiet'] !== true) {
    const read =
      report.notRead.length === 0
        ? `read all of ${report.filesRead} files`
        : `${report.notRead.length} not read in ${report.filesRead} files`;
    io.note(`pintle: ${countLine(totals)}${count > 0 ? `, ${count} held back` : ''}; ${read}\n`);
  }
  if (values['watch'] === true) await watchOn(pathsOf(invocation, config, io.cwd), pair, options, io);
  return exitOf(report, failOn, values['allow-incomplete'] === true);
}

/** Prints the findings of each file that changes, until the process is interrupted. */
async function watchOn(paths: readonly string[], pair: ApiPair, options: CheckOptions, io: Io): Promise<void> {
  const { watchPaths } = await import('../../call-sites/typescript/watch.js');
  io.note('pintle: watching; stop with Ctrl-C\n');
  const tell = ({ file, findings, notRead }: WatchEvent): void => {
    for (const finding of findings) io.write(`${terseLine(finding)}\n`);
    for (const item of notRead) io.write(`${terseNotRead(item)}\n`);
    if (findings.length + notRead.length === 0) io.write(`${file}: nothing to report\n`);
  };
  await watchPaths(paths, pair, options, tell, new AbortController().signal);
}

export const check: Command = {
  name: 'check',
  summary: 'Find the call sites that the new version breaks.',
  usage: 'pintle check [OPTION]... [PATH]...',
  options: { tsconfig: { type: 'string' }, tree: { type: 'string' }, watch: { type: 'boolean' } },
  optionHelp: {
    tsconfig: 'FILE  TypeScript project instead of the nearest tsconfig.json',
    tree: 'DIR|REV  base tree, to tell what was there before',
    watch: 'check again whenever a file changes',
  },
  async run(invocation, io) {
    try {
      return await runCheck(invocation, io);
    } catch (error) {
      throw asUsageError(error);
    }
  },
};
