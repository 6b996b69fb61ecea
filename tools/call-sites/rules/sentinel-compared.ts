import { failureForms } from '../flow/failure.js';
import type { Rule } from '../rule.js';
import { factTexts, rolesOfSite, sitesOf } from '../rule-facts.js';

/** Comparing with the sentinel was the whole error check; over a Result the branch is dead. */
export const sentinelCompared: Rule = {
  id: 'sentinel-compared',
  finds: 'a result is compared with the sentinel, which the new call never answers with',
  facts: { symbols: factTexts.symbols, languages: factTexts.languages },
  check(context, report) {
    for (const site of sitesOf(context)) {
      const { sentinel } = failureForms(rolesOfSite(context, site));
      if (sentinel === null) continue;
      for (const use of site.uses) {
        if (use.kind === 'compared' && use.other?.value === sentinel) report({ at: use, symbol: site.symbol });
      }
    }
  },
};
