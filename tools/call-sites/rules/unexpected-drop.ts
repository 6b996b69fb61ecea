import { isWithin, movePlaces, noPlaces, walkFlow } from '../flow/walk-flow.js';
import type { CallSite } from '../model.js';
import type { Rule, RuleContext } from '../rule.js';
import { factTexts, rolesOfSite, sitesOf } from '../rule-facts.js';

/** Calls that hand out the thing without a reference: same job of the result, no `takes-reference`. */
function handsOut(context: RuleContext, site: CallSite): boolean {
  const roles = rolesOfSite(context, site);
  return roles.some((role) => role.kind === 'returns') && !roles.some((role) => role.kind === 'takes-reference');
}

function check(
  context: RuleContext,
  at: number,
  drops: ReadonlySet<number>,
  report: Parameters<Rule['check']>[1],
): void {
  const flow = context.facts.functions[at]?.flow;
  if (flow == null) return;
  const { sites } = context.facts;
  const found = new Set<number>();
  walkFlow(flow, {
    start: { places: noPlaces, flags: 0 },
    event(state, event) {
      const places = movePlaces(state.places, event);
      if (event.kind !== 'call' || event.into === null || !handsOut(context, sites[event.site]!))
        return { ...state, places };
      return { ...state, places: new Set([...places, event.into]) };
    },
    edge: (state) => state,
    visit(state, event) {
      if (event.kind !== 'call' || !drops.has(event.site)) return;
      const given = sites[event.site]!.args.map((argument) => argument.place);
      if (given.some((place) => place !== null && [...state.places].some((root) => isWithin(place, root))))
        found.add(event.site);
    },
  });
  for (const id of found) report({ at: sites[id]!, symbol: sites[id]!.symbol });
}

/** A reference is dropped that nobody took. */
export const unexpectedDrop: Rule = {
  id: 'unexpected-drop',
  finds: 'a reference is dropped that came from a call which takes none',
  facts: { symbols: factTexts.symbols, languages: factTexts.languages, side: factTexts.side },
  check(context, report) {
    const side = context.with.string('side');
    const drops = sitesOf(context).filter(
      (site) =>
        (side === undefined || site.side === side) &&
        rolesOfSite(context, site).some((role) => role.kind === 'drops-reference'),
    );
    const ids = new Set(drops.map((site) => site.id));
    for (const at of new Set(drops.map((site) => site.function))) check(context, at, ids, report);
  },
};
