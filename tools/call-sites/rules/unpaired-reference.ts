import { failureForms, outcome } from '../flow/failure.js';
import { isWithin, movePlaces, noPlaces, walkFlow } from '../flow/walk-flow.js';
import type { CallSite, Place } from '../model.js';
import type { Rule, RuleContext } from '../rule.js';
import { factTexts, lineAt, rolesOfSite, sitesOf } from '../rule-facts.js';

const owned = 1;

interface Taking {
  readonly site: CallSite;
  readonly drops: ReadonlySet<string>;
  /** The argument that the reference is on, when the result is only an answer. */
  readonly subject: Place | null;
}

function takingOf(context: RuleContext, site: CallSite): Taking | undefined {
  const roles = rolesOfSite(context, site);
  const takes = roles.find((role) => role.kind === 'takes-reference');
  if (takes?.kind !== 'takes-reference') return undefined;
  if (roles.some((role) => role.kind === 'returns')) return { site, drops: new Set(takes.by), subject: null };
  const dropped = new Set(
    takes.by.flatMap((symbol) =>
      context.roles(symbol, site.side).flatMap((role) => (role.kind === 'argument' ? [role.what] : [])),
    ),
  );
  const own = roles.findLast((role) => role.kind === 'argument' && dropped.has(role.what));
  const subject = own?.kind === 'argument' ? (site.args[own.arg]?.place ?? null) : null;
  return { site, drops: new Set(takes.by), subject };
}

function holds(places: ReadonlySet<Place>, place: Place | null | undefined): boolean {
  return place != null && [...places].some((root) => isWithin(place, root));
}

/** Lines at which the function ends while it still holds the reference. */
function leaks(context: RuleContext, { site, drops, subject }: Taking): readonly number[] {
  const { facts } = context;
  const flow = facts.functions[site.function]?.flow;
  if (flow == null) return [];
  const forms = failureForms(rolesOfSite(context, site));
  const lines = new Set<number>();
  let into: Place | null = null;
  walkFlow(flow, {
    start: { places: noPlaces, flags: 0 },
    event(state, event) {
      if (event.kind === 'call' && event.site === site.id) {
        into = event.into;
        const places = subject !== null ? [subject] : into === null ? [] : [into];
        return { places: new Set(places), flags: owned };
      }
      if (event.kind === 'call' && drops.has(facts.sites[event.site]!.symbol)) {
        const dropped = facts.sites[event.site]!.args.some((argument) => holds(state.places, argument.place));
        if (dropped) return { places: noPlaces, flags: 0 };
      }
      if (event.kind === 'use' && event.escapes && event.how !== 'argument' && holds(state.places, event.place)) {
        return { places: noPlaces, flags: 0 };
      }
      return { ...state, places: movePlaces(state.places, event) };
    },
    edge(state, assume) {
      const failed = assume.some((item) => {
        const own =
          'site' in item.of ? item.of.site === site.id : state.places.has(item.of.place) || item.of.place === into;
        return own && outcome(forms, item) === 'failed';
      });
      return failed ? { places: noPlaces, flags: 0 } : state;
    },
    exit(state, block) {
      if (state.flags === owned && block.exit !== undefined) lines.add(lineAt(facts.text, block.exit.at.start));
    },
  });
  return [...lines].sort((a, b) => a - b);
}

/** A reference is taken and not given back on some path. */
export const unpairedReference: Rule = {
  id: 'unpaired-reference',
  finds: 'a reference is not dropped on some path',
  facts: { symbols: factTexts.symbols, languages: factTexts.languages, side: factTexts.side },
  check(context, report) {
    const side = context.with.string('side');
    for (const site of sitesOf(context)) {
      if (side !== undefined && site.side !== side) continue;
      const taking = takingOf(context, site);
      if (taking === undefined) continue;
      if (site.uses.every((use) => use.kind === 'discarded') && taking.subject === null)
        report({ at: site, symbol: site.symbol });
      else if (site.uses.some((use) => use.kind === 'returned' && use.start <= site.start)) continue;
      else {
        const lines = leaks(context, taking);
        if (lines.length > 0) report({ at: site, symbol: site.symbol, detail: `kept where line ${lines[0]} leaves` });
      }
    }
  },
};
