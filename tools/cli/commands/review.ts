/** `pintle review`: a patch series from a mailbox, a folder, a git range or stdin. */
import { ReviewInputError } from '../../patch-review/errors.js';
import { chooseBase, openInput } from '../../patch-review/open-input.js';
import { jsonReport } from '../../patch-review/report/json.js';
import type { ReviewReport } from '../../patch-review/report/model.js';
import { count } from '../../patch-review/report/wrap.js';
import { textReport } from '../../patch-review/report/text.js';
import { reviewSeries } from '../../patch-review/review.js';
import type { ReviewInput } from '../../patch-review/review.js';
import { loadSeries } from '../../patch-review/series/load-series.js';
import { chooseSeries, readHeadings } from '../../patch-review/series/read-mailbox.js';
import { parseOutputs, writeOutputs } from '../../decode/outputs.js';
import type { Command, Invocation, Io } from '../command.js';
import { UsageError } from '../errors.js';
import type { Exit } from '../exit-codes.js';
import { exitCodes } from '../exit-codes.js';

const formats = ['text', 'json'] as const;
const failLevels = ['error', 'warning', 'note', 'never'] as const;
const origins = ['default', 'introduced', 'left-behind', 'all'] as const;

export const review: Command = {
  name: 'review',
  summary: 'Review a patch series: API delta, call sites left behind, behaviour shown or not shown.',
  usage: 'pintle review MBOX|DIR|RANGE|- [--tree DIR|REV] [--prev MBOX] [-o FMT[=FILE]]...',
  options: { tree: { type: 'string' }, prev: { type: 'string' }, series: { type: 'string' } },
  optionHelp: {
    tree: 'DIR|REV  the tree that the series is meant for',
    prev: 'MBOX|DIR  the version before, to say what changed since',
    series: 'MESSAGE-ID|TITLE  which series of the mailbox; default is the newest',
  },
  async run(invocation, io) {
    const { positionals, values } = invocation;
    if (positionals.length !== 1)
      throw new UsageError('review: name one mailbox, folder, git range or - (see review --help)');
    const outputs = parseOutputs(values['output'], formats, 'text');
    const origin = oneOf(values['origin'], origins, 'default', '--origin');
    const failOn = oneOf(values['fail-on'], failLevels, 'error', '--fail-on');
    const width = widthOf(values['width']);
    const report = await asUsage(() => makeReport(positionals[0] ?? '', invocation, origin, io));
    const isAscii = !io.stdoutIsTty;
    writeOutputs(
      outputs,
      (format) => (format === 'json' ? jsonReport(report) : textReport(report, { width, isAscii })),
      io,
    );
    const exit = exitOf(report, failOn, values['allow-incomplete'] === true);
    if (values['quiet'] !== true) io.note(`${lastLine(report, exit)}\n`);
    return exit;
  },
};

async function makeReport(
  name: string,
  { values, pair }: Invocation,
  origin: ReviewInput['origin'],
  io: Io,
): Promise<ReviewReport> {
  const opened = await openInput(name, io.cwd, () => io.readStdin());
  const wanted = typeof values['series'] === 'string' ? values['series'] : undefined;
  const choice = chooseSeries(await readHeadings(opened.files), name, wanted);
  const series = await loadSeries(opened.files, choice, choice.draft);
  const tree = typeof values['tree'] === 'string' ? values['tree'] : undefined;
  const { base, isNamed } = chooseBase(tree, opened, series, io.cwd);
  return reviewSeries({ series, base, baseIsNamed: isNamed, pair, others: choice.others, origin });
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

function oneOf<T extends string>(value: unknown, allowed: readonly T[], fallback: T, option: string): T {
  if (value === undefined) return fallback;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined)
    throw new UsageError(
      `${option} ${String(value)}: expected ${allowed.filter((word) => word !== 'default').join(', ')}`,
    );
  return found;
}

function widthOf(value: unknown): number {
  if (value === undefined) return 72;
  const width = Number(value);
  if (!Number.isInteger(width) || width < 40 || width > 1_000)
    throw new UsageError(`--width ${String(value)}: expected a number from 40 to 1000`);
  return width;
}

function exitOf(report: ReviewReport, failOn: (typeof failLevels)[number], allowIncomplete: boolean): Exit {
  const isIncomplete = report.notRead.length > 0 || report.series.missing.length > 0;
  if (isIncomplete && !allowIncomplete) return 'incomplete';
  if (failOn === 'never') return 'clean';
  const rank = { error: 0, warning: 1, note: 2 } as const;
  return report.findings.some((finding) => rank[finding.level] <= rank[failOn]) ? 'findings' : 'clean';
}

/** `pintle: 2 findings, 1 call not read: exit 3`. */
function lastLine(report: ReviewReport, exit: Exit): string {
  const parts = [count(report.findings.length, 'finding')];
  if (report.series.missing.length > 0)
    parts.push(`${count(report.series.missing.length, 'patch', 'patches')} missing`);
  if (report.notRead.length > 0) parts.push(`${count(report.notRead.length, 'place')} not read`);
  return `pintle: ${parts.join(', ')}: exit ${exitCodes[exit].code}`;
}
