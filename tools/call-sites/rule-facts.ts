/** Questions that several rules ask about sites and roles. */
import type { Role } from '../../src/compat/pair-model.js';
import type { CallSite, ExpressionFacts, MemberRead, ValueUse } from './model.js';
import type { RuleContext } from './rule.js';

/** Calls that the hazard is about, references without a call left out. */
export function sitesOf(context: RuleContext): readonly CallSite[] {
  return context.facts.sites.filter((site) => site.form !== 'reference' && context.applies(site.symbol, site.side));
}

export function rolesOfSite(context: RuleContext, site: CallSite): readonly Role[] {
  return context.roles(site.symbol, site.side);
}

export function returnsWhat(roles: readonly Role[], what: string): boolean {
  return roles.some((role) => role.kind === 'returns' && role.what === what);
}

/** Numbers of the arguments that carry `what`. */
export function argumentsWith(roles: readonly Role[], what: string): readonly number[] {
  return roles.flatMap((role) => (role.kind === 'argument' && role.what === what ? [role.arg] : []));
}

/** The arguments that the facts `arg` or `what` choose. */
export function chosenArguments(context: RuleContext, site: CallSite): readonly ExpressionFacts[] {
  const what = context.with.string('what');
  const arg = context.with.number('arg');
  const numbers = arg !== undefined ? [arg] : what !== undefined ? argumentsWith(rolesOfSite(context, site), what) : [];
  return numbers.flatMap((number) => site.args[number] ?? []);
}

/** Results and member reads that carry `what`, with their uses. */
export function valuesOf(
  context: RuleContext,
  what: string | undefined,
): readonly { symbol: string; uses: readonly ValueUse[] }[] {
  const calls =
    what === undefined ? [] : sitesOf(context).filter((site) => returnsWhat(rolesOfSite(context, site), what));
  const members = new Set(context.with.strings('members'));
  const reads: readonly MemberRead[] = context.facts.reads.filter((read) => members.has(read.symbol));
  return [...calls, ...reads];
}

export function isOneOf(types: readonly string[], wanted: ReadonlySet<string>): boolean {
  return types.some((name) => wanted.has(name));
}

/** Line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

export const factTexts = {
  symbols: 'symbols besides those whose entries name the hazard; those of the new surface have to be named here',
  languages: 'only for these languages',
  what: 'the job of the value: what a role calls it',
  types: 'keys of the map’s types, or names of types',
  side: 'old or new: whose calls are meant; both without it',
} as const;
