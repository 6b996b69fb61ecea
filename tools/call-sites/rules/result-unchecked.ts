import { canFail, failureForms, sees } from '../flow/failure.js';
import { uncheckedUses } from '../flow/unchecked-uses.js';
import type { CallSite } from '../model.js';
import type { Rule, RuleContext } from '../rule.js';
import { factTexts, rolesOfSite, sitesOf } from '../rule-facts.js';
import { hasWrongTest } from './wrong-test.js';

const looks = new Set(['argument', 'member', 'stored', 'cast', 'other', 'compared']);

/** The call stands in another expression, so no variable could have been tested. */
function usedInPlace(site: CallSite): boolean {
  const around = site.uses.filter((use) => use.start <= site.start && use.end >= site.end);
  if (around.some((use) => use.kind === 'tested' || use.kind === 'returned')) return false;
  return around.some((use) => use.kind === 'argument' || use.kind === 'member');
}

function check(context: RuleContext, site: CallSite): { start: number; end: number } | undefined {
  const forms = failureForms(rolesOfSite(context, site));
  if (!canFail(forms)) return undefined;
  if (site.uses.some((use) => use.kind === 'discarded') && site.uses.length === 1) {
    return context.with.string('discard') === 'allowed' ? undefined : site;
  }
  if (hasWrongTest(forms, site)) return undefined;
  const tested = site.uses.some((use) => use.test !== undefined && sees(forms, use.test));
  if (usedInPlace(site) && !tested) return site;
  if (context.facts.functions[site.function]?.flow) return uncheckedUses(context.facts, site, forms)[0];
  return tested ? undefined : site.uses.find((use) => looks.has(use.kind));
}

/** A result that can be a failure is thrown away, or used before anybody looked. */
export const resultUnchecked: Rule = {
  id: 'result-unchecked',
  finds: 'a result that can be an error is thrown away, or used on a path on which nobody tested it',
  facts: {
    symbols: factTexts.symbols,
    languages: factTexts.languages,
    discard: 'allowed: throwing the result away is no finding',
  },
  check(context, report) {
    for (const site of sitesOf(context)) {
      const at = check(context, site);
      if (at !== undefined) report({ at, symbol: site.symbol });
    }
  },
};
