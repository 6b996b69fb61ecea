import { isWithin, movePlaces, noPlaces, walkFlow } from '../flow/walk-flow.js';
import type { CallSite } from '../model.js';
import type { Rule, RuleContext } from '../rule.js';
import { factTexts } from '../rule-facts.js';

/** With a list of symbols only those release; without it those whose entries name the hazard. */
function releases(context: RuleContext, site: CallSite): boolean {
  const named = context.with.strings('symbols');
  if (site.form === 'reference') return false;
  return named.length > 0 ? named.includes(site.symbol) : context.applies(site.symbol, site.side);
}

function check(context: RuleContext, at: number, arg: number, report: Parameters<Rule['check']>[1]): void {
  const flow = context.facts.functions[at]?.flow;
  if (flow == null) return;
  const given = (id: number) => context.facts.sites[id]!.args[arg]?.place ?? null;
  const done = new Set<string>();
  walkFlow(flow, {
    start: { places: noPlaces, flags: 0 },
    event(state, event) {
      const places = movePlaces(state.places, event);
      if (event.kind !== 'call' || !releases(context, context.facts.sites[event.site]!)) return { ...state, places };
      const place = given(event.site);
      return place === null ? { ...state, places } : { ...state, places: new Set([...places, place]) };
    },
    edge: (state) => state,
    visit(state, event) {
      if (event.kind !== 'use') return;
      const released = [...state.places].find((place) => isWithin(event.place, place));
      if (released === undefined || done.has(released)) return;
      done.add(released);
      const symbol = context.facts.sites.find((site) => site.function === at && releases(context, site))!.symbol;
      report({ at: event.at, symbol });
    },
  });
}

/** A thing is used on a path on which it was given back before. */
export const usedAfterRelease: Rule = {
  id: 'used-after-release',
  finds: 'a thing is used after it was given to the releasing call',
  facts: {
    symbols: 'the releasing calls',
    languages: factTexts.languages,
    arg: 'number of the argument that is released',
  },
  check(context, report) {
    const functions = new Set(
      context.facts.sites.filter((site) => releases(context, site)).map((site) => site.function),
    );
    for (const at of functions) check(context, at, context.with.number('arg') ?? 0, report);
  },
};
