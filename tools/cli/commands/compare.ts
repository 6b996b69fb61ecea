/** `pintle compare`: what changed between two versions of an API. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ApiPair, Language } from '../../../src/compat/pair-model.js';
import { parseOutputs, writeOutputs } from '../outputs.js';
import type { ApiSurface } from '../../surface/api-surface.js';
import { compareSurfaces, type CompareReport, type Section, type SiteFinder } from '../../surface/compare.js';
import { surfaceOfPair } from '../../surface/pair-surface.js';
import { readSide, SideError } from '../../surface/read-side.js';
import { compareJson, compareText } from '../../surface/render-compare.js';
import type { Command, Invocation, Io } from '../command.js';
import { UsageError } from '../errors.js';
import type { Exit } from '../exit-codes.js';

const formats = ['text', 'json'] as const;

export const compare: Command = {
  name: 'compare',
  summary: 'Show what changed between two versions of an API.',
  usage: 'pintle compare [OLD NEW] [--tree DIR] [-o FMT[=FILE]]...',
  options: { tree: { type: 'string' }, language: { type: 'string' }, 'exit-code': { type: 'boolean' } },
  optionHelp: {
    tree: 'DIR  count the call sites in this tree, and name those that break',
    language: 'c|ts  only this language of the built-in pair',
    'exit-code': 'end with 1 when anything changed',
  },
  async run(invocation, io) {
    const outputs = parseOutputs(invocation.values['output'], formats, 'text');
    const width = widthOf(invocation.values['width']);
    const report = await asUsage(() => makeReport(invocation, io));
    const isAscii = !io.stdoutIsTty;
    writeOutputs(
      outputs,
      (format) => (format === 'json' ? compareJson(report) : compareText(report, width, isAscii)),
      io,
    );
    return exitOf(report, invocation);
  },
};

async function makeReport(invocation: Invocation, io: Io): Promise<CompareReport> {
  const { pair } = invocation;
  const sides = await chosenSides(invocation, io);
  const sections: Section[] = [];
  const notRead = [];
  for (const { old, now } of sides) {
    const compared = await compareSurfaces(old, now, pair, finderFor(invocation, old.language, io));
    sections.push(compared.section);
    notRead.push(...compared.notRead);
  }
  return { pair, sections, notRead };
}

interface Sides {
  readonly old: ApiSurface;
  readonly now: ApiSurface;
}

async function chosenSides({ positionals, pair, values }: Invocation, io: Io): Promise<readonly Sides[]> {
  const [first, second, ...more] = positionals;
  if (first === undefined) return builtInSides(pair, values['language']);
  if (second === undefined || more.length > 0) {
    throw new UsageError('compare: name two versions, OLD and NEW, or none for the built-in pair (see compare --help)');
  }
  const old = await readSide(first, pair, io.cwd);
  const now = await readSide(second, pair, io.cwd);
  if (old.language !== now.language) throw new UsageError(`compare: ${first} and ${second} are of different languages`);
  return [{ old, now }];
}

function builtInSides(pair: ApiPair, language: unknown): readonly Sides[] {
  if (language !== undefined && language !== 'c' && language !== 'ts') {
    throw new UsageError(`--language ${String(language)}: expected c or ts`);
  }
  const wanted: readonly Language[] = language === undefined ? ['ts', 'c'] : [language];
  const sides = wanted.flatMap((one) => {
    const [old, now] = [pair.surfaces[pair.old[one]], pair.surfaces[pair.new[one]]];
    if (old?.language !== one || now?.language !== one) return [];
    return [{ old: surfaceOfPair(old), now: surfaceOfPair(now) }];
  });
  if (sides.length === 0) throw new UsageError(`compare: the pair ${pair.id} has no two surfaces to compare`);
  return sides;
}

function finderFor({ values, positionals, pair }: Invocation, language: Language, io: Io): SiteFinder | null {
  // Of two trees the new one has the callers that matter.
  const tree = values['tree'] ?? positionals[1];
  if (typeof tree !== 'string' || language !== 'c') return null;
  const folder = resolve(io.cwd, tree);
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder && values['tree'] !== undefined) throw new UsageError(`--tree ${tree}: no such folder`);
  if (!isFolder) return null;
  return async (items) => {
    const { findSites } = await import('../../c/concerned-sites.js');
    return findSites(folder, items, pair, io.cwd);
  };
}

async function asUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SideError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function widthOf(value: unknown): number {
  if (value === undefined) return 72;
  const width = Number(value);
  if (!Number.isInteger(width) || width < 40 || width > 1_000) {
    throw new UsageError(`--width ${String(value)}: expected a number from 40 to 1000`);
  }
  return width;
}

/** A delta by itself is the answer, no finding; stubs that do not fit and callers that are not moved are. */
function exitOf({ sections, notRead }: CompareReport, { values }: Invocation): Exit {
  if (notRead.length > 0 && values['allow-incomplete'] !== true) return 'incomplete';
  const isChanged = sections.some(({ changes }) => changes.length > 0);
  if (values['exit-code'] === true) return isChanged ? 'findings' : 'clean';
  if (values['fail-on'] === 'never') return 'clean';
  const hasFindings = sections.some(
    ({ stubProblems, changes }) =>
      stubProblems.some(({ isOld }) => !isOld) || changes.some(({ breaks }) => breaks.length > 0),
  );
  return hasFindings ? 'findings' : 'clean';
}
