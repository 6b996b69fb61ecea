import type { CallSite, FlowAssumption, FlowBlock } from '../model.js';
import type { Rule, RuleContext } from '../rule.js';
import { factTexts, sitesOf } from '../rule-facts.js';

const wordsOfFailure = /\bthrow\b|return\s+-|[Ee]rr(or)?\b|ERR_PTR|\bpanic\b|BUG/;

/** The block ends the function in a way that reports failure. */
function endsInError(context: RuleContext, flow: readonly FlowBlock[], from: number): boolean {
  let at = from;
  for (let steps = 0; steps < 8; steps++) {
    const block = flow[at];
    if (block === undefined) return false;
    if (block.exit !== undefined) {
      const text = context.facts.text.slice(block.exit.at.start, block.exit.at.end);
      return block.exit.by === 'throw' || (block.exit.by === 'return' && wordsOfFailure.test(text));
    }
    if (block.next.length !== 1) return false;
    at = block.next[0]!.to;
  }
  return false;
}

function showsOutcome(site: CallSite, into: string | null, item: FlowAssumption, values: ReadonlySet<string>): boolean {
  const own =
    'site' in item.of
      ? item.of.site === site.id
      : into !== null && (item.of.place === into || item.of.place === `${into}.value`);
  if (!own) return false;
  if (item.test === 'equals') return item.holds && item.value !== undefined && values.has(item.value);
  return item.test === 'truthy' && !item.holds && values.has('false') && ('site' in item.of || item.of.place === into);
}

function intoOf(flow: readonly FlowBlock[], site: CallSite): string | null {
  for (const { events } of flow) {
    for (const event of events) if (event.kind === 'call' && event.site === site.id) return event.into;
  }
  return null;
}

/** A normal outcome of a call is handled as if the call had failed. */
export const outcomeAsError: Rule = {
  id: 'outcome-as-error',
  finds: 'a normal outcome is handled as an error',
  facts: { symbols: factTexts.symbols, languages: factTexts.languages, values: 'outcomes that are no errors' },
  check(context, report) {
    const values = new Set(context.with.strings('values'));
    for (const site of sitesOf(context)) {
      const flow = context.facts.functions[site.function]?.flow;
      if (flow == null) continue;
      const into = intoOf(flow, site);
      const taken = flow.some((block) =>
        block.next.some(
          (edge) =>
            edge.assume.some((item) => showsOutcome(site, into, item, values)) && endsInError(context, flow, edge.to),
        ),
      );
      if (taken) report({ at: site, symbol: site.symbol });
    }
  },
};
