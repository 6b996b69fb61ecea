import { isWithin, movePlaces, noPlaces, walkFlow } from '../flow/walk-flow.js';
import type { CallSite, FlowBlock } from '../model.js';
import type { Rule, RuleContext } from '../rule.js';
import { chosenArguments, factTexts, isOneOf, rolesOfSite, sitesOf } from '../rule-facts.js';

/** The call gives back what a create made: the new version drops a reference there. */
function isRelease(context: RuleContext, site: CallSite): boolean {
  const entry = context.pair.map.entries.find(({ symbol, c }) => symbol === site.symbol || c === site.symbol);
  const spec = entry?.codemod[context.facts.file.endsWith('.c') ? 'c' : 'ts'];
  const to =
    spec === undefined
      ? []
      : 'cases' in spec
        ? Object.values(spec.cases).map((item) => item.to)
        : 'to' in spec
          ? [spec.to]
          : [];
  const drops = (symbol: string, side: 'old' | 'new') =>
    context.roles(symbol, side).some((role) => role.kind === 'drops-reference');
  return drops(site.symbol, site.side) || to.some((symbol) => drops(symbol, 'new'));
}

/** Calls that make a second one of what an earlier call made, with nothing given back between. */
function duplicates(
  context: RuleContext,
  flow: readonly FlowBlock[],
  creates: ReadonlyMap<number, string>,
): Set<number> {
  const found = new Set<number>();
  walkFlow(flow, {
    start: { places: noPlaces, flags: 0 },
    event(state, event) {
      const places = movePlaces(state.places, event);
      if (event.kind !== 'call') return { ...state, places };
      const own = creates.get(event.site);
      if (own !== undefined) return { ...state, places: new Set([...places, own]) };
      return isRelease(context, context.facts.sites[event.site]!)
        ? { ...state, places: noPlaces }
        : { ...state, places };
    },
    edge: (state) => state,
    visit(state, event) {
      const own = event.kind === 'call' ? creates.get(event.site) : undefined;
      if (own !== undefined && [...state.places].some((place) => isWithin(own, place)) && event.kind === 'call')
        found.add(event.site);
    },
  });
  return found;
}

/** Two things are made for one owner: legal once, refused now. */
export const duplicateOwner: Rule = {
  id: 'duplicate-owner',
  finds: 'two calls on one path name the same owner',
  facts: { symbols: factTexts.symbols, languages: factTexts.languages, what: factTexts.what, types: factTexts.types },
  check(context, report) {
    const types = context.typeNames(context.with.strings('types'));
    const byFunction = new Map<number, Map<number, string>>();
    for (const site of sitesOf(context)) {
      if (
        !rolesOfSite(context, site).some(
          (role) => role.kind === 'returns-error-pointer' || role.kind === 'returns-result',
        )
      )
        continue;
      const owner = chosenArguments(context, site)[0];
      if (owner?.place == null || (types.size > 0 && !isOneOf(owner.types, types))) continue;
      const creates = byFunction.get(site.function) ?? new Map<number, string>();
      creates.set(site.id, owner.place);
      byFunction.set(site.function, creates);
    }
    for (const [at, creates] of byFunction) {
      const flow = context.facts.functions[at]?.flow;
      if (flow == null || creates.size < 2) continue;
      for (const id of duplicates(context, flow, creates)) {
        const site = context.facts.sites[id]!;
        report({ at: site, symbol: site.symbol });
      }
    }
  },
};
