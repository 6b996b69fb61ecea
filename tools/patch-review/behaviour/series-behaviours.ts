/** Which changes of behaviour a series makes, and which of them somebody told or showed. */
import type { AppliedSeries } from '../analysis/apply-series.js';
import type { SeriesDelta } from '../analysis/series-delta.js';
import { functionsOf } from '../code/functions.js';
import type { PairIndex } from '../delta/pair-index.js';
import { sharedPrefix } from '../delta/pair-index.js';
import type { Series } from '../series/model.js';
import type { ChangedFunction } from './changed-functions.js';
import { changedFunctions } from './changed-functions.js';
import type { BodyChange, ComparisonContext } from './body-change.js';
import { compareBodies } from './compare-bodies.js';
import type { Named } from './mentions.js';
import { mentions } from './mentions.js';
import type { BehaviourRow } from './model.js';
import { proofOf, ScenarioRunner, touchedEntries } from './told.js';

/** A change read out of the code of one patch. */
interface SeenChange {
  readonly fn: ChangedFunction;
  readonly change: BodyChange;
  readonly patch: number;
  readonly named: Named;
}

interface Logs {
  /** By patch number; 0 is the cover letter. */
  readonly texts: ReadonlyMap<number, string>;
}

/** Rows of the map first, then what the code shows and nobody tells. */
export function seriesBehaviours(
  series: Series,
  applied: AppliedSeries,
  deltas: readonly SeriesDelta[],
  index: PairIndex,
): BehaviourRow[] {
  const logs = logsOf(series);
  const seen = seenChanges(applied, deltas, index);
  const runner = new ScenarioRunner(index.pair);
  const declaredNames = namesOf(deltas);
  const names = new Set<string>([...declaredNames, ...seen.flatMap(({ fn }) => [fn.name, fn.oldName])]);
  const rows: BehaviourRow[] = [];
  const explained = new Set<SeenChange>();
  for (const entry of touchedEntries(index.pair, names)) {
    for (const behaviour of entry.behaviours) {
      const own = seen.filter(
        (one) => isOf(one, [entry.c, ...entry.aliases]) && mentions(behaviour.text, one.change, one.named),
      );
      // A function that is declared as before changes only what is seen in its code.
      if (own.length === 0 && ![entry.c, ...entry.aliases].some((name) => declaredNames.has(name))) continue;
      for (const one of own) explained.add(one);
      const proof = proofOf(behaviour, runner);
      const namedIn = [...new Set(own.flatMap((one) => namingLogs(one, logs)))].sort((a, b) => a - b);
      const place = own[0];
      rows.push({
        id: behaviour.id,
        entry: entry.symbol,
        status: proof.isShown || namedIn.length > 0 ? 'shown' : 'not-shown',
        text: behaviour.text,
        scenarios: behaviour.scenarios,
        verdicts: proof.verdicts,
        namedIn,
        ...(place === undefined ? {} : { file: place.fn.file, line: place.change.line, patch: place.patch }),
        ...(proof.isShown ? {} : { because: proof.because }),
      });
    }
  }
  const silent = seen.filter((one) => !explained.has(one) && namingLogs(one, logs).length === 0);
  return [...rows, ...silent.map(silentRow)];
}

/** Symbols whose declaration the series changes. */
function namesOf(deltas: readonly SeriesDelta[]): Set<string> {
  const changed = deltas.filter((delta) => delta.kind !== 'stub-changed');
  return new Set(changed.flatMap((delta) => [delta.before, delta.after].flatMap((one) => one?.name ?? [])));
}

function silentRow(one: SeenChange, i: number): BehaviourRow {
  return {
    id: `S${i + 1}`,
    entry: one.fn.name,
    status: 'not-shown',
    text: `${one.fn.name}() ${one.change.text}`,
    scenarios: [],
    verdicts: [],
    namedIn: [],
    file: one.fn.file,
    line: one.change.line,
    patch: one.patch,
    because: 'no commit log says so, no scenario covers it',
  };
}

function isOf(one: SeenChange, names: readonly string[]): boolean {
  return names.includes(one.fn.name) || names.includes(one.fn.oldName);
}

function logsOf(series: Series): Logs {
  const texts = new Map<number, string>();
  if (series.cover !== null) texts.set(0, series.cover.log.join('\n'));
  for (const patch of series.patches) texts.set(patch.number, `${patch.title}.\n\n${patch.log.join('\n')}`);
  return { texts };
}

/** Logs that name a change: its own patch's, the cover letter's, or another patch's of the series. */
function namingLogs(one: SeenChange, logs: Logs): number[] {
  return [...logs.texts].filter(([, text]) => mentions(text, one.change, one.named)).map(([number]) => number);
}

function seenChanges(applied: AppliedSeries, deltas: readonly SeriesDelta[], index: PairIndex): SeenChange[] {
  const api = apiNames(applied, index);
  const prefix = index.prefix === '' ? sharedPrefix([...api]) : index.prefix;
  const context = contextOf(deltas, index);
  const seen: SeenChange[] = [];
  for (const step of applied.steps) {
    for (const file of step.files) {
      const functions = changedFunctions(file);
      if (!isImplementation(file, api, applied) && !functions.some((fn) => !fn.isStatic && api.has(fn.name))) continue;
      for (const fn of functions) {
        const named = { names: [...new Set([fn.name, fn.oldName])], prefix };
        for (const change of compareBodies(fn.before, fn.after, context))
          seen.push({ fn, change, patch: step.mail.number, named });
      }
    }
  }
  return withoutDetours(onceEach(seen));
}

/** A change in a helper is seen from each of its callers; it belongs to the function that holds the line. */
function onceEach(seen: readonly SeenChange[]): SeenChange[] {
  const best = new Map<string, SeenChange>();
  for (const one of seen) {
    const { change, fn, patch } = one;
    const key = `${patch}|${fn.file}|${change.line}|${change.kind}|${change.text}`;
    const known = best.get(key);
    const isHome = change.line >= fn.line && change.line <= fn.endLine;
    if (known === undefined || isHome) best.set(key, one);
  }
  const kept = new Set(best.values());
  return seen.filter((one) => kept.has(one));
}

/** A refusal that one patch adds and a later one drops was never there for a user of the series, and the other way round. */
function withoutDetours(seen: readonly SeenChange[]): SeenChange[] {
  const opposite: Partial<Record<BodyChange['kind'], BodyChange['kind']>> = {
    'refusal-added': 'refusal-dropped',
    'refusal-dropped': 'refusal-added',
  };
  const out = [...seen];
  for (const one of seen) {
    const other = opposite[one.change.kind];
    if (other === undefined || !out.includes(one)) continue;
    const partner = out.find(
      (candidate) =>
        candidate.patch > one.patch &&
        candidate.change.kind === other &&
        candidate.fn.oldName === one.fn.name &&
        candidate.change.condition === one.change.condition &&
        candidate.change.outcome === one.change.outcome,
    );
    if (partner === undefined) continue;
    out.splice(out.indexOf(one), 1);
    out.splice(out.indexOf(partner), 1);
  }
  return out;
}

function apiNames(applied: AppliedSeries, index: PairIndex): Set<string> {
  const names = new Set(applied.isAboutPair ? index.names : []);
  for (const step of applied.steps) {
    for (const delta of step.deltas)
      for (const one of [delta.before, delta.after]) if (one?.kind === 'function') names.add(one.name);
  }
  return names;
}

/** A file that defines functions of the API, or a header of it. */
function isImplementation(
  file: AppliedSeries['steps'][number]['files'][number],
  api: ReadonlySet<string>,
  applied: AppliedSeries,
): boolean {
  const path = file.after?.path ?? '';
  if (path.endsWith('.h')) return applied.headers.includes(path);
  const functions = [file.before, file.after].flatMap((source) => (source === null ? [] : functionsOf(source)));
  return functions.some((fn) => !fn.isStatic && api.has(fn.name));
}

/** What the series replaces everywhere is no change of one function. */
function contextOf(deltas: readonly SeriesDelta[], index: PairIndex): ComparisonContext {
  const replaced = new Set<string>();
  const fresh = new Set<string>();
  for (const delta of deltas) {
    if (delta.before !== null && delta.after?.name !== delta.before.name) replaced.add(delta.before.name);
    if (delta.after !== null && delta.before?.name !== delta.after.name) fresh.add(delta.after.name);
  }
  for (const entry of index.pair.map.entries)
    if (entry.counterpart.kind === 'removed') for (const name of [entry.c, ...entry.aliases]) replaced.add(name);
  return { replacedCalls: replaced, newCalls: fresh };
}
