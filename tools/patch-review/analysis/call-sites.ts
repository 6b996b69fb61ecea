/** Call sites that a series has to move: which it moves, which it leaves behind, and after which patch nothing builds. */
import type { NotRead } from '../../diagnostics/model.js';
import type { FoundCall } from '../code/calls.js';
import type { BaseTree, Source } from '../tree/model.js';
import type { AppliedSeries } from './apply-series.js';
import type { Table } from './fit.js';
import { identity, misfit, mustMove, typeBreak } from './fit.js';
import type { SeriesDelta } from './series-delta.js';
import { KnownCalls } from './known-calls.js';
import { changedNames, finalTable, firstTable } from './tables.js';

export interface LeftSite {
  readonly call: FoundCall;
  readonly why: 'removed' | 'arguments' | 'types' | 'undeclared';
  /** Patch after which it no longer fits. */
  readonly since: number;
  /** True when the call did not fit before the series either. */
  readonly preExisting: boolean;
  /** True when the series itself wrote the call. */
  readonly introduced: boolean;
}

export interface Break {
  readonly patch: number;
  readonly site: FoundCall;
  readonly why: LeftSite['why'] | 'definition';
}

export interface CallSiteReport {
  readonly found: number;
  /** By patch number; lines are those before the patch. */
  readonly converted: ReadonlyMap<number, readonly FoundCall[]>;
  readonly left: readonly LeftSite[];
  readonly breaks: readonly Break[];
  readonly notRead: readonly NotRead[];
  readonly filesLooked: number;
}

interface State {
  readonly table: Table;
  readonly calls: KnownCalls;
}

/** Follows all calls of changed symbols through the series. */
export function callSiteReport(
  applied: AppliedSeries,
  deltas: readonly SeriesDelta[],
  base: BaseTree | null,
): CallSiteReport {
  const names = changedNames(applied);
  if (names.size === 0) return { found: 0, converted: new Map(), left: [], breaks: [], notRead: [], filesLooked: 0 };
  const final = finalTable(applied, names);
  const state: State = { table: firstTable(applied, names, base), calls: new KnownCalls(names) };
  const looked = readBase(applied, names, base, state);
  const old = state.calls.all().filter((call) => mustMove(call, final, deltas));
  const written = new Set<string>();
  const preExisting = new Set(
    state.calls
      .all()
      .filter((call) => misfit(call, state.table, names) !== null)
      .map(identity),
  );
  const converted = new Map<number, FoundCall[]>();
  const breaks: Break[] = [];
  const since = new Map<string, number>();
  for (const step of applied.steps) {
    const moved: FoundCall[] = [];
    for (const file of step.files) {
      const { gone, learned, written: fresh } = state.calls.apply(file);
      old.push(...learned.filter((call) => mustMove(call, final, deltas) && !written.has(identity(call))));
      for (const call of fresh) written.add(identity(call));
      moved.push(...gone.filter((call) => mustMove(call, final, deltas)));
    }
    for (const delta of step.deltas) {
      if (delta.before !== null && delta.after?.name !== delta.before.name) state.table.set(delta.before.name, null);
      if (names.has(delta.symbol)) state.table.set(delta.symbol, delta.after);
    }
    converted.set(step.mail.number, moved);
    noteBreaks(state, names, preExisting, { patch: step.mail.number, breaks, since });
  }
  const context = {
    final,
    deltas,
    names,
    since,
    preExisting,
    applied,
    old: new Set(old.map(identity)),
    firstPath: firstPaths(applied),
  };
  const left = state.calls.all().flatMap((call) => leftSite(call, context));
  return { found: old.length, converted, left, breaks, notRead: unreadOf(state), filesLooked: looked };
}

function readBase(applied: AppliedSeries, names: ReadonlySet<string>, base: BaseTree | null, state: State): number {
  const first = new Map<string, Source>();
  for (const step of applied.steps) {
    for (const file of step.files) {
      if (file.before !== null && !first.has(file.before.path) && !isNewInSeries(file.before.path, applied))
        first.set(file.before.path, file.before);
    }
  }
  const found = base === null ? { paths: [], looked: first.size } : base.filesNaming([...names]);
  for (const path of found.paths) {
    const content = base?.read(path) ?? null;
    if (content !== null) state.calls.add({ path, whole: true, spans: [{ line: 1, text: content }] });
  }
  for (const [path, source] of first) if (source.whole && !state.calls.has(path)) state.calls.add(source);
  return found.looked;
}

function isNewInSeries(path: string, applied: AppliedSeries): boolean {
  for (const step of applied.steps) {
    for (const file of step.files)
      if (file.after?.path === path || file.before?.path === path) return file.before?.path !== path;
  }
  return false;
}

function noteBreaks(
  state: State,
  names: ReadonlySet<string>,
  preExisting: ReadonlySet<string>,
  noted: { patch: number; breaks: Break[]; since: Map<string, number> },
): void {
  for (const call of state.calls.all()) {
    const why = misfit(call, state.table, names);
    if (why === null || preExisting.has(identity(call))) continue;
    noted.breaks.push({ patch: noted.patch, site: call, why });
    if (!noted.since.has(identity(call))) noted.since.set(identity(call), noted.patch);
  }
  for (const [file, definitions] of state.calls.definitions()) {
    for (const fn of definitions) {
      const declaration = state.table.get(fn.name);
      if (
        declaration === null ||
        declaration === undefined ||
        declaration.kind !== 'function' ||
        /\binline\b/.test(declaration.signature)
      )
        continue;
      if (declaration.params.length === fn.params.length || declaration.isVariadic) continue;
      const site: FoundCall = {
        name: fn.name,
        file,
        line: fn.line,
        column: 1,
        args: null,
        inside: '',
        into: '',
        form: 'reference',
      };
      noted.breaks.push({ patch: noted.patch, site, why: 'definition' });
    }
  }
}

/** Follows renames back. */
function firstPaths(applied: AppliedSeries): (path: string) => string {
  const from = new Map<string, string>();
  for (const step of applied.steps) {
    for (const { patch } of step.files) {
      if (patch.change !== 'rename' || patch.oldPath === null || patch.newPath === null) continue;
      from.set(patch.newPath, from.get(patch.oldPath) ?? patch.oldPath);
    }
  }
  return (path) => from.get(path) ?? path;
}

interface LeftContext {
  readonly final: Table;
  readonly deltas: readonly SeriesDelta[];
  readonly names: ReadonlySet<string>;
  readonly since: ReadonlyMap<string, number>;
  readonly preExisting: ReadonlySet<string>;
  readonly applied: AppliedSeries;
  /** Identities of the calls that had to move. */
  readonly old: ReadonlySet<string>;
  /** Path of a file before the series. */
  firstPath(path: string): string;
}

function leftSite(call: FoundCall, context: LeftContext): LeftSite[] {
  const why = misfit(call, context.final, context.names);
  const wasThere = context.old.has(identity({ ...call, file: context.firstPath(call.file) }));
  const byType = why === null && wasThere && typeBreak(call.name, context.deltas);
  if (why === null && !byType) return [];
  const delta = context.deltas.find(
    (candidate) => candidate.symbol === call.name || candidate.before?.name === call.name,
  );
  return [
    {
      call,
      why: why === null ? 'types' : why === 'undeclared' && delta?.before !== null ? 'removed' : why,
      since: context.since.get(identity(call)) ?? delta?.patches.at(-1) ?? 0,
      preExisting: context.preExisting.has(identity(call)),
      introduced: !wasThere,
    },
  ];
}

function unreadOf(state: State): NotRead[] {
  return state.calls.unread().map(({ name, file, line, reason }) => ({ file, line, symbol: name, reason }));
}
