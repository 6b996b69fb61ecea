import type { CallSite, Span } from '../model.js';
import type { Rule, RuleContext } from '../rule.js';
import { factTexts, rolesOfSite, sitesOf } from '../rule-facts.js';

/** Functions that run when the handler runs: itself and what it calls in this file. */
function reached(context: RuleContext, handler: number): readonly number[] {
  const seen = new Set([handler]);
  const queue = [handler];
  while (queue.length > 0) {
    for (const { to } of context.facts.functions[queue.pop()!]?.calls ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return [...seen];
}

function isSafe(context: RuleContext, site: CallSite): boolean {
  const roles = [...context.roles(site.symbol, 'old'), ...context.roles(site.symbol, 'new')];
  return roles.length === 0 || roles.some((role) => role.kind === 'atomic-safe');
}

function check(
  context: RuleContext,
  handler: number,
  report: (at: Span, symbol: string, detail?: string) => void,
): void {
  const functions = reached(context, handler);
  for (const site of context.facts.sites) {
    if (functions.includes(site.function) && site.form !== 'reference' && !isSafe(context, site))
      report(site, site.symbol);
  }
  for (const at of functions) {
    for (const wait of context.facts.functions[at]?.waits ?? []) report(wait, '', `${wait.name} may sleep`);
  }
}

/** A handler does what nothing may do where it runs. */
export const forbiddenContext: Rule = {
  id: 'forbidden-context',
  finds: 'a handler that runs atomically calls what may not be called there, or waits',
  facts: { symbols: factTexts.symbols, languages: factTexts.languages },
  check(context, report) {
    const done = new Set<number>();
    for (const site of sitesOf(context)) {
      for (const role of rolesOfSite(context, site)) {
        if (role.kind !== 'registers-handler') continue;
        for (const handler of site.args[role.arg]?.handlers ?? []) {
          if (done.has(handler)) continue;
          done.add(handler);
          check(context, handler, (at, symbol, detail) =>
            report({ at, symbol: symbol === '' ? site.symbol : symbol, ...(detail === undefined ? {} : { detail }) }),
          );
        }
      }
    }
  },
};
