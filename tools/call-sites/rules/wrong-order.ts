import { isWithin, movePlaces, noPlaces, walkFlow } from '../flow/walk-flow.js';
import type { CallSite } from '../model.js';
import type { Rule, RuleContext } from '../rule.js';
import { factTexts } from '../rule-facts.js';

interface Step {
  readonly symbol: string;
  readonly subject: number;
  readonly value: { readonly arg: number; readonly value: string } | undefined;
}

function matches(site: CallSite, step: Step): boolean {
  if (site.symbol !== step.symbol || site.form === 'reference') return false;
  return step.value === undefined || site.args[step.value.arg]?.value === step.value.value;
}

function check(context: RuleContext, at: number, first: Step, then: Step, report: Parameters<Rule['check']>[1]): void {
  const flow = context.facts.functions[at]?.flow;
  if (flow == null) return;
  const { sites } = context.facts;
  const found = new Set<number>();
  walkFlow(flow, {
    start: { places: noPlaces, flags: 0 },
    event(state, event) {
      const places = movePlaces(state.places, event);
      const place =
        event.kind === 'call' && matches(sites[event.site]!, then)
          ? sites[event.site]!.args[then.subject]?.place
          : null;
      return { ...state, places: place == null ? places : new Set([...places, place]) };
    },
    edge: (state) => state,
    visit(state, event) {
      if (event.kind !== 'call' || !matches(sites[event.site]!, first)) return;
      const place = sites[event.site]!.args[first.subject]?.place;
      if (place != null && [...state.places].some((earlier) => isWithin(place, earlier))) found.add(event.site);
    },
  });
  for (const id of found) report({ at: sites[id]!, symbol: first.symbol });
}

/** Two calls on one thing come in the order that the new version does not allow. */
export const wrongOrder: Rule = {
  id: 'wrong-order',
  finds: 'two calls on the same thing come in the wrong order',
  facts: {
    languages: factTexts.languages,
    symbols: factTexts.symbols,
    first: 'the call that has to come first',
    then: 'the call that has to come after it',
    same: 'argument numbers (of first, of then) that name the same thing',
    firstValue: '{ arg, value }: only calls of first with this argument',
    thenValue: '{ arg, value }: only calls of then with this argument',
  },
  check(context, report) {
    const [a, b] = context.with.numberPair('same') ?? [0, 0];
    const first: Step = {
      symbol: context.with.required('first'),
      subject: a,
      value: context.with.argumentValue('firstValue'),
    };
    const then: Step = {
      symbol: context.with.required('then'),
      subject: b,
      value: context.with.argumentValue('thenValue'),
    };
    const functions = new Set(context.facts.sites.filter((site) => matches(site, first)).map((site) => site.function));
    for (const at of functions) check(context, at, first, then, report);
  },
};
