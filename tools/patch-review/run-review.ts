/** From what the user named to a report: mails, series, tree, and the version before. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import { loadGrammar } from '../c/index.js';
import { judgeOf } from './hazards/judge.js';
import type { OpenedInput } from './open-input.js';
import { chooseBase, openInput } from './open-input.js';
import type { ReviewReport } from './report/model.js';
import type { ReviewInput } from './review.js';
import { reviewSeries } from './review.js';
import { loadSeries } from './series/load-series.js';
import type { Series } from './series/model.js';
import { chooseSeries, readHeadings } from './series/read-mailbox.js';
import { sinceReport } from './versions/since.js';

export interface RunOptions {
  /** Mailbox, folder, git range or `-`. */
  readonly name: string;
  readonly cwd: string;
  readonly pair: ApiPair;
  readonly readStdin: () => Promise<Uint8Array>;
  readonly tree?: string;
  readonly previous?: string;
  /** Message-id or words of a title. */
  readonly series?: string;
  readonly origin: ReviewInput['origin'];
}

/** Reviews one series. Throws ReviewInputError for what cannot be read at all. */
export async function runReview(options: RunOptions): Promise<ReviewReport> {
  const opened = await openInput(options.name, options.cwd, options.readStdin);
  const choice = chooseSeries(await readHeadings(opened.files), options.name, options.series);
  const series = await loadSeries(opened.files, choice, choice.draft);
  // Pieces of files are read by their tokens; the grammar is for whole ones.
  if (options.tree !== undefined || opened.rangeBase !== null || series.baseCommit !== null || hasNewFiles(series))
    await loadGrammar();
  const report = reportOf(series, choice.others, opened, options);
  const before = await previousSeries(options, opened, choice);
  if (before === null) return report;
  await loadGrammar();
  return { ...report, since: sinceReport(reportOf(before, [], opened, options), report) };
}

function hasNewFiles(series: Series): boolean {
  return series.patches.some((patch) => patch.diff.files.some((file) => file.change === 'add'));
}

function reportOf(series: Series, others: readonly string[], opened: OpenedInput, options: RunOptions): ReviewReport {
  const { base, isNamed, root } = chooseBase(options.tree, opened, series, options.cwd);
  const judge = base === null ? null : judgeOf(options.pair, root);
  return reviewSeries({
    series,
    base,
    baseIsNamed: isNamed,
    pair: options.pair,
    others,
    origin: options.origin,
    judge,
  });
}

/** The version that `--prev` names, or the one that the same mailbox holds. */
async function previousSeries(
  options: RunOptions,
  opened: OpenedInput,
  choice: ReturnType<typeof chooseSeries>,
): Promise<Series | null> {
  if (options.previous === undefined)
    return choice.previous === null ? null : loadSeries(opened.files, choice, choice.previous);
  const before = await openInput(options.previous, options.cwd, options.readStdin);
  const chosen = chooseSeries(await readHeadings(before.files), options.previous);
  return loadSeries(before.files, chosen, chosen.draft);
}
