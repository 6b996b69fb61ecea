/** `pintle review`: a patch series from a mailbox, a folder, a git range or stdin. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOutputs, writeOutputs } from '../outputs.js';
import { findUp, ignoreName } from '../../diagnostics/config.js';
import { IgnoreError, parseIgnore } from '../../diagnostics/ignore-file.js';
import { replaceFile } from '../../diagnostics/write-file.js';
import { withoutAccepted } from '../../patch-review/accepted.js';
import { trackedRange } from '../../patch-review/b4-tracking.js';
import { ReviewInputError } from '../../patch-review/errors.js';
import { b4Check, b4Files } from '../../patch-review/report/b4.js';
import { exitOf, failLevels, lastLine } from '../../patch-review/report/exit.js';
import type { ReviewFormat } from '../../patch-review/report/formats.js';
import { renderReview, reviewFormats } from '../../patch-review/report/formats.js';
import type { ReviewReport } from '../../patch-review/report/model.js';
import { runReview } from '../../patch-review/run-review.js';
import { b4ReviewFolder } from '../../patch-review/tree/git-folder.js';
import type { Command, Invocation, Io } from '../command.js';
import { NotWrittenError, UsageError } from '../errors.js';
import type { Exit } from '../exit-codes.js';
import { exitCodes } from '../exit-codes.js';
import { ownVersion } from '../version.js';

const origins = ['default', 'introduced', 'left-behind', 'all'] as const;

export const review: Command = {
  name: 'review',
  summary: 'Review a patch series: API delta, call sites left behind, behaviour shown or not shown.',
  usage: 'pintle review MBOX|DIR|RANGE|- [--tree DIR|REV] [--prev MBOX|DIR] [-o FMT[=FILE]]...',
  options: {
    tree: { type: 'string' },
    prev: { type: 'string' },
    series: { type: 'string' },
    'b4-check': { type: 'boolean' },
    'b4-files': { type: 'boolean' },
  },
  optionHelp: {
    tree: 'DIR|REV  the tree that the series is meant for',
    prev: 'MBOX|DIR  the version before, to say what changed since',
    series: 'MESSAGE-ID|TITLE  which series of the mailbox; default is the newest',
    'b4-check': 'answer as a check of b4 review: JSON on stdout, exit 0',
    'b4-files': 'write review files for b4 under .git/b4-review',
  },
  async run(invocation, io) {
    const { positionals, values } = invocation;
    const [name] = positionals;
    if (name === undefined || positionals.length > 1) {
      throw new UsageError('review: name one mailbox, folder, git range or - (see review --help)');
    }
    if (values['b4-check'] === true) return b4Answer(name, invocation, io);
    const outputs = parseOutputs<ReviewFormat>(values['output'], reviewFormats, 'text');
    const failOn = oneOf(values['fail-on'], failLevels, 'error', '--fail-on');
    const width = widthOf(values['width']);
    const report = accepted(await asUsage(() => makeReport(name, invocation, io)), io);
    const style = {
      width,
      isAscii: !io.stdoutIsTty,
      command: commandOf(name, values),
      pair: invocation.pair,
      version: ownVersion(),
    };
    writeOutputs(outputs, (format) => renderReview(report, format, style), io);
    if (values['b4-files'] === true) writeB4Files(report, io);
    const exit = exitOf(report, failOn, values['allow-incomplete'] === true);
    if (values['quiet'] !== true) io.note(`${lastLine(report)}: exit ${exitCodes[exit].code}\n`);
    return exit;
  },
};

function makeReport(name: string, { values, pair }: Invocation, io: Io): Promise<ReviewReport> {
  const text = (option: string): string | undefined =>
    typeof values[option] === 'string' ? values[option] : undefined;
  const [tree, previous, series] = [text('tree'), text('prev'), text('series')];
  return runReview({
    name,
    cwd: io.cwd,
    pair,
    readStdin: () => io.readStdin(),
    origin: oneOf(values['origin'], origins, 'default', '--origin'),
    ...(tree === undefined ? {} : { tree }),
    ...(previous === undefined ? {} : { previous }),
    ...(series === undefined ? {} : { series }),
  });
}

/** Takes out what the nearest `.pintleignore` accepts. */
function accepted(report: ReviewReport, io: Io): ReviewReport {
  const path = findUp(io.cwd, ignoreName);
  if (path === undefined) return report;
  const epoch = Number(io.env['SOURCE_DATE_EPOCH']);
  const now = Number.isFinite(epoch) && epoch > 0 ? new Date(epoch * 1000) : new Date();
  try {
    const lines = parseIgnore(readFileSync(path, 'utf8'), ignoreName);
    return withoutAccepted(report, lines, ignoreName, now.toISOString().slice(0, 10));
  } catch (error) {
    if (error instanceof IgnoreError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** b4 hands over the cover letter alone; the patches are on the branch. What cannot be read is no answer, never an error. */
async function b4Answer(name: string, invocation: Invocation, io: Io): Promise<Exit> {
  for (const input of [name, trackedRange(io.env['B4_TRACKING_FILE'])]) {
    if (input === null) continue;
    try {
      io.write(b4Check(accepted(await makeReport(input, invocation, io), io), ''));
      return 'clean';
    } catch (error) {
      if (!(error instanceof ReviewInputError)) throw error;
    }
  }
  io.write('[]\n');
  return 'clean';
}

function writeB4Files(report: ReviewReport, io: Io): void {
  const folder = b4ReviewFolder(io.cwd);
  if (folder === null) throw new NotWrittenError('--b4-files: not in a git repository; run it where b4 runs');
  try {
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of b4Files(report, `pintle ${ownVersion()}`)) replaceFile(join(folder, file), text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NotWrittenError(`--b4-files: not written (${why})`, { cause: error });
  }
}

/** What a mailbox makes impossible is the user's to know, in one sentence. */
async function asUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReviewInputError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function commandOf(name: string, values: Invocation['values']): string {
  const options = ['tree', 'prev', 'series'].flatMap((option) =>
    typeof values[option] === 'string' ? [`--${option} ${quoted(values[option])}`] : [],
  );
  return ['pintle review', quoted(name), ...options].join(' ');
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], fallback: T, option: string): T {
  if (value === undefined) return fallback;
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined && found !== 'default') return found;
  throw new UsageError(
    `${option} ${String(value)}: expected ${allowed.filter((word) => word !== 'default').join(', ')}`,
  );
}

function widthOf(value: unknown): number {
  if (value === undefined) return 72;
  const width = Number(value);
  if (Number.isInteger(width) && width >= 40 && width <= 1_000) return width;
  throw new UsageError(`--width ${String(value)}: expected a number from 40 to 1000`);
}
