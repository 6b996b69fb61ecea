/** A series applied in memory: what each patch does to each file, and to the declarations of headers. */
import type { NotRead } from '../../diagnostics/model.js';
import { cleanLine, textOf } from '../clean.js';
import type { Declared } from '../code/declared.js';
import { declarationsOf } from '../code/declarations.js';
import { functionsOf } from '../code/functions.js';
import { surfaceOf } from '../code/surface.js';
import type { HeaderDelta } from '../delta/header-delta.js';
import { headerDelta } from '../delta/header-delta.js';
import type { PairIndex } from '../delta/pair-index.js';
import { limits } from '../limits.js';
import type { PatchMail, Series } from '../series/model.js';
import type { BaseTree } from '../tree/model.js';
import type { FileStep } from '../tree/series-tree.js';
import { SeriesTree } from '../tree/series-tree.js';

export interface PatchStep {
  readonly mail: PatchMail;
  readonly files: readonly FileStep[];
  readonly deltas: readonly HeaderDelta[];
  /** What could not be read or applied. */
  readonly notRead: readonly NotRead[];
}

export interface AppliedSeries {
  readonly steps: readonly PatchStep[];
  /** Headers of the API that the series touches. */
  readonly headers: readonly string[];
  /** True when the headers are those that the pair names; false when every touched header is looked at instead. */
  readonly isAboutPair: boolean;
}

/** Applies the patches in order and compares the declarations of the API's headers. */
export function applySeries(series: Series, base: BaseTree | null, index: PairIndex): AppliedSeries {
  const tree = new SeriesTree(base);
  const applied = series.patches.map((mail) => applyPatch(tree, mail));
  const touched = [...new Set(applied.flatMap((step) => step.files.flatMap(headerPath)))];
  const ofPair = touched.filter((path) => isApiHeader(path, applied, index));
  const headers = ofPair.length > 0 ? ofPair : touched;
  const chosen = new Set(headers);
  const steps = applied.map((step) => ({
    ...step,
    deltas: step.files.flatMap((file) => deltasOf(file, chosen, index)),
    notRead: [...step.notRead, ...step.files.flatMap((file) => brokenIn(file, chosen))],
  }));
  return { steps, headers, isAboutPair: ofPair.length > 0 };
}

function applyPatch(tree: SeriesTree, mail: PatchMail): Omit<PatchStep, 'deltas'> {
  const files: FileStep[] = [];
  const notRead: NotRead[] = mail.problems.map((reason) => ({
    file: mail.file,
    line: mail.mail.line,
    symbol: `patch ${mail.number}`,
    reason,
  }));
  const place = (at: number): Pick<NotRead, 'file' | 'line'> => ({
    file: mail.file,
    line: (mail.diffLine ?? mail.mail.line) + (mail.diffLine === undefined ? 0 : at),
  });
  for (const refused of mail.diff.refused) {
    const named = refused.path === '' ? '' : ` "${refused.path}"`;
    notRead.push({ ...place(refused.at), symbol: `patch ${mail.number}`, reason: `${refused.why}${named}` });
  }
  for (const file of mail.diff.files) {
    const { step, problems } = tree.apply(file);
    files.push(step);
    notRead.push(...tooLong(step));
    for (const problem of problems) {
      const shown = cleanLine(textOf(problem.path), 200);
      notRead.push({ ...place(problem.at), symbol: `patch ${mail.number}`, reason: `${shown}: ${problem.why}` });
    }
  }
  return { mail, files, notRead };
}

/** Functions that are not looked into. */
function tooLong({ after }: FileStep): NotRead[] {
  if (after === null || !/\.[ch]$/.test(after.path)) return [];
  return functionsOf(after).flatMap(({ isTooLong, name, line }) =>
    isTooLong
      ? [{ file: after.path, line, symbol: name, reason: `${name}() is longer than ${limits.bodyTokens} tokens` }]
      : [],
  );
}

function headerPath(step: FileStep): string[] {
  const path = step.after?.path ?? step.before?.path ?? '';
  return path.endsWith('.h') ? [path] : [];
}

function isApiHeader(path: string, steps: readonly Omit<PatchStep, 'deltas'>[], index: PairIndex): boolean {
  if (index.headers.some((header) => path === header || path.endsWith(`/${header}`))) return true;
  return steps.some((step) =>
    step.files.some(
      (file) =>
        (file.after?.path === path || file.before?.path === path) &&
        [...declared(file, 'before'), ...declared(file, 'after')].some(
          (one) => one.kind === 'function' && index.names.has(one.name),
        ),
    ),
  );
}

/** Declarations of one side of a file step. */
export function declared(step: FileStep, side: 'before' | 'after'): readonly Declared[] {
  const source = step[side];
  return source === null ? [] : declarationsOf(source);
}

/** Declarations that do not parse after a patch and did before. */
function brokenIn(step: FileStep, headers: ReadonlySet<string>): readonly NotRead[] {
  if (step.after === null || !headers.has(step.after.path)) return [];
  const before = new Set(surfaceOf(step.before).notRead.map((one) => one.reason));
  return surfaceOf(step.after).notRead.filter((one) => !before.has(one.reason));
}

function deltasOf(step: FileStep, headers: ReadonlySet<string>, index: PairIndex): HeaderDelta[] {
  const path = step.after?.path ?? step.before?.path ?? '';
  if (!headers.has(path)) return [];
  return headerDelta(path, surfaceOf(step.before), surfaceOf(step.after), index);
}
