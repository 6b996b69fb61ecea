/** Compares two surfaces and counts the callers: the report that `compare` prints. */
import type { ApiPair, Language } from '../../src/compat/pair-model.js';
import type { NotRead } from '../diagnostics/model.js';
import type { ApiSurface, StubProblem, SurfaceItem } from './api-surface.js';
import { deltaOf } from './delta.js';
import { joinMap, type JoinedDelta, MapIndex } from './join-map.js';

/** A call site of a tree that a change concerns. */
export interface ConcernedSite {
  readonly file: string;
  readonly line: number;
  readonly symbol: string;
  /** How far a rewrite goes. */
  readonly fix: 'safe' | 'suggested' | 'by-hand' | 'none';
  /** Static types of the arguments, outermost name of each; empty text for an unknown one. */
  readonly argTypes: readonly (readonly string[])[];
  readonly argCount: number;
}

/** A call that the new declaration does not take any more, with the reason. */
export interface BrokenCaller {
  readonly file: string;
  readonly line: number;
  readonly symbol: string;
  readonly reason: string;
}

export interface ComparedDelta extends JoinedDelta {
  /** Null when no tree was looked at. */
  readonly sites: readonly ConcernedSite[] | null;
  readonly breaks: readonly BrokenCaller[];
}

export interface Section {
  readonly language: Language;
  readonly old: string;
  readonly new: string;
  readonly changes: readonly ComparedDelta[];
  readonly same: readonly string[];
  readonly stubProblems: readonly (StubProblem & { /** The old side has it too. */ readonly isOld: boolean })[];
}

export interface CompareReport {
  readonly pair: ApiPair;
  readonly sections: readonly Section[];
  readonly notRead: readonly NotRead[];
}

/** Finds the calls of what changed. */
export type SiteFinder = (items: readonly SurfaceItem[]) => Promise<{
  readonly sites: readonly ConcernedSite[];
  readonly notRead: readonly NotRead[];
}>;

export async function compareSurfaces(
  old: ApiSurface,
  now: ApiSurface,
  pair: ApiPair,
  findSites: SiteFinder | null,
): Promise<{ readonly section: Section; readonly notRead: readonly NotRead[] }> {
  const index = new MapIndex(pair, old.language);
  const delta = deltaOf(old, now);
  const joined = joinMap(delta, index);
  const wanted = joined.flatMap(({ before }) => before ?? []);
  const found = findSites === null ? null : await findSites(wanted);
  const changes = joined.map((change) => withSites(change, found === null ? null : found.sites));
  return {
    section: {
      language: old.language,
      old: old.title,
      new: now.title,
      changes,
      same: delta.same,
      stubProblems: now.stubProblems.map((item) => ({ ...item, isOld: isKnown(item, old) })),
    },
    notRead: [...old.notRead, ...now.notRead, ...(found?.notRead ?? [])],
  };
}

function isKnown({ symbol, problem }: StubProblem, old: ApiSurface): boolean {
  return old.stubProblems.some((item) => item.symbol === symbol && item.problem === problem);
}

function withSites(change: JoinedDelta, all: readonly ConcernedSite[] | null): ComparedDelta {
  const name = change.before?.name;
  if (all === null || name === undefined) return { ...change, sites: null, breaks: [] };
  const sites = all.filter(({ symbol }) => symbol === name);
  const breaks = sites.flatMap((site) => breakOf(site, change) ?? []);
  const isHalf = breaks.length > 0 && change.status === 'told' && change.kind !== 'stub-changed';
  return { ...change, status: isHalf ? 'half' : change.status, sites, breaks };
}

/** Why a call does not fit the new declaration; null when it does, or nobody can tell. */
function breakOf(site: ConcernedSite, { kind, before, after }: JoinedDelta): BrokenCaller | null {
  const { file, line, symbol } = site;
  const at = { file, line, symbol };
  if (kind === 'removed') return { ...at, reason: 'calls what is gone' };
  if (kind === 'renamed') return { ...at, reason: `calls what is ${after?.name ?? 'something else'} now` };
  if (before?.kind !== 'function' || after?.kind !== 'function') return null;
  if (!after.isVariadic && site.argCount !== after.params.length) {
    return { ...at, reason: `passes ${count(site.argCount)}, ${after.params.length} wanted` };
  }
  for (const [index, { type }] of after.params.entries()) {
    const passed = site.argTypes[index]?.[0];
    if (passed === undefined || passed === '') continue;
    if (narrows(before.params[index]?.type ?? '', type) && !fits(passed, type)) {
      return { ...at, reason: `passes ${passed} as argument ${index + 1}, ${type} is wanted` };
    }
  }
  return null;
}

/** `void *` became a pointer to something: every other pointer stops to fit. */
function narrows(before: string, after: string): boolean {
  const plain = (type: string) => type.replace(/\bconst\b/g, '').replace(/\s+/g, '');
  return plain(before) === 'void*' && plain(after) !== 'void*' && plain(after).endsWith('*');
}

function fits(passed: string, wanted: string): boolean {
  const plain = (type: string) => type.replace(/\bconst\b/g, '').replace(/\s+/g, '');
  return plain(passed) === plain(wanted) || plain(passed) === 'void*' || passed === 'null';
}

function count(args: number): string {
  return `${args} argument${args === 1 ? '' : 's'}`;
}
