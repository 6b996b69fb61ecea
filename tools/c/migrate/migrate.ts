/** Moves the callers of a C tree: plans every file, checks the result by reading it again. Nothing is written. */
import type { ApiPair } from '../../../src/compat/pair-model.js';
import type { FileRewrite, MigrateOptions, MigrationReport, NotDone } from '../../call-sites/front-end.js';
import { RuleRunner } from '../../call-sites/run-rules.js';
import { readCalls } from '../call-sites.js';
import { type ReadFile, readTree } from '../read-tree.js';
import type { WordFinder } from '../words.js';
import { WordFinder as Finder } from '../words.js';
import { layoutEdits, type RewrittenCall } from './layout.js';
import { Maintainers } from './maintainers.js';
import { planFile, type FilePlan } from './plan-file.js';
import { TargetNames } from './target-names.js';
import { applyEdits, EditConflict, movedOffset, type TextEdit } from './text-edits.js';

/** Throws PathError for a target that the pair does not have. */
export async function migrateC(
  paths: readonly string[],
  pair: ApiPair,
  options: MigrateOptions,
): Promise<MigrationReport> {
  const runner = new RuleRunner(pair, 'c', options.levels);
  const { index } = runner;
  const target = new TargetNames(pair, options.target);
  const tree = await readTree(paths, pair, options, index);
  const context = { pair, index, target, levels: new Set(options.apply) };
  const finder = new Finder(
    [...tree.names.callables, ...pair.map.additions.flatMap(({ c }) => (c === null ? [] : [c]))].filter((name) =>
      /^\w+$/.test(name),
    ),
  );
  const maintainers = new Maintainers();
  const rewrites: FileRewrite[] = [];
  const notDone: NotDone[] = [];
  let found = 0;
  for (const file of tree.files) {
    const plan = planFile(file, runner.run(file.facts), context);
    found += plan.found;
    notDone.push(...plan.notDone);
    const written = writeFile(file, plan, finder);
    notDone.push(...written.notDone);
    if (written.text === file.facts.text) continue;
    const group = maintainers.entryOf(file.source.path);
    rewrites.push({
      file: file.file,
      path: file.source.path,
      before: file.facts.text,
      after: written.text,
      encoding: file.source.encoding,
      sites: written.sites,
      ...(group === null ? {} : { group }),
    });
  }
  notDone.sort((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1));
  return { rewrites, notDone, notRead: tree.notRead, found, filesRead: tree.filesRead };
}

interface Written {
  readonly text: string;
  readonly sites: number;
  readonly notDone: readonly NotDone[];
}

/** Applies a plan; a call that cannot be read afterwards as it was meant is taken back. */
function writeFile(file: ReadFile, plan: FilePlan, finder: WordFinder): Written {
  const notDone: NotDone[] = [];
  let calls = [...plan.calls];
  let renames = [...plan.renames];
  for (;;) {
    const edits = [...calls.flatMap((call) => call.edits), ...renames.map(({ edit }) => edit)];
    const text = formatted(file.facts.text, edits, calls);
    const sites = calls.length + renames.filter(({ site }) => site !== null).length;
    if (text === null) {
      // Two rewrites in each other: the inner ones wait.
      const outermost = calls.filter((call) => !calls.some((other) => other !== call && isInside(call, other)));
      notDone.push(
        ...calls
          .filter((call) => !outermost.includes(call))
          .map((call) => refused(file, call, 'it stands in a call that is rewritten too; run again')),
      );
      if (outermost.length === calls.length) return { text: file.facts.text, sites: 0, notDone };
      calls = outermost;
      continue;
    }
    const wrong = misread(file, text, edits, calls, finder);
    if (wrong.length === 0) return { text, sites, notDone };
    notDone.push(
      ...wrong.map((call) => refused(file, call, 'rolled back: the new text does not read as the call that was meant')),
    );
    calls = calls.filter((call) => !wrong.includes(call));
    renames = renames.filter(({ site }) => site === null || calls.length > 0);
  }
}

function isInside(call: RewrittenCall, other: RewrittenCall): boolean {
  return call.site.start >= other.site.start && call.site.end <= other.site.end;
}

function formatted(before: string, edits: readonly TextEdit[], calls: readonly RewrittenCall[]): string | null {
  try {
    return applyEdits(applyEdits(before, edits), layoutEdits(before, edits, calls));
  } catch (error) {
    if (error instanceof EditConflict) return null;
    throw error;
  }
}

/** Rewritten calls that are not found again with the right name. */
function misread(
  file: ReadFile,
  text: string,
  edits: readonly TextEdit[],
  calls: readonly RewrittenCall[],
  finder: WordFinder,
): readonly RewrittenCall[] {
  const again = readCalls(text, file.file, finder);
  const unreadBefore = file.scan.hits.filter(({ kind }) => kind === 'unread').length;
  const names = new Map<string, number>();
  for (const { name } of again.calls) names.set(name, (names.get(name) ?? 0) + 1);
  if (again.notRead.length > unreadBefore) return calls;
  return calls.filter((call) => {
    const near = movedOffset(call.site.callee.start, edits);
    // The layout moves lines, not the order of calls: the nearest call has to be the one that was meant.
    const nearest = again.calls.reduce<(typeof again.calls)[number] | null>(
      (best, one) => (best === null || Math.abs(one.nameStart - near) < Math.abs(best.nameStart - near) ? one : best),
      null,
    );
    return nearest === null || Math.abs(nearest.nameStart - near) > 400;
  });
}

function refused(file: ReadFile, { site }: RewrittenCall, reason: string): NotDone {
  const { line, column } = file.scan.lines.at(site.start);
  return { file: file.file, line, column, symbol: site.symbol, level: 'by-hand', reason };
}
