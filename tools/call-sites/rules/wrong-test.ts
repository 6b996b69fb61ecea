import { type FailureForms, failureForms, sees } from '../flow/failure.js';
import type { CallSite, ValueUse } from '../model.js';
import type { Rule } from '../rule.js';
import { factTexts, rolesOfSite, sitesOf } from '../rule-facts.js';

function isTest(use: ValueUse): boolean {
  if (use.test === undefined || use.test === 'kind') return false;
  if (use.test !== 'equals') return true;
  return use.other?.value === '-1';
}

/** Tests of the result that can never see its failure; none when another test does. */
export function wrongTests(forms: FailureForms, site: CallSite): readonly ValueUse[] {
  const any = forms.errorPointer || forms.sentinel !== null || forms.negative || forms.result || forms.orNull;
  if (!any || site.uses.some((use) => use.test !== undefined && sees(forms, use.test))) return [];
  return site.uses.filter((use) => isTest(use) && !(forms.orNull && use.test === 'null'));
}

export function hasWrongTest(forms: FailureForms, site: CallSite): boolean {
  return wrongTests(forms, site).length > 0;
}

/** A result is tested as if its failure looked different. */
export const wrongTest: Rule = {
  id: 'wrong-test',
  finds: 'a result is tested in a way that never sees its failure',
  facts: { symbols: factTexts.symbols, languages: factTexts.languages },
  check(context, report) {
    for (const site of sitesOf(context)) {
      const first = wrongTests(failureForms(rolesOfSite(context, site)), site)[0];
      if (first !== undefined) report({ at: first, symbol: site.symbol });
    }
  },
};
