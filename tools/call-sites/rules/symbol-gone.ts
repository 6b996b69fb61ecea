import type { Rule } from '../rule.js';
import { factTexts } from '../rule-facts.js';

/** The new version has nothing of this name. */
export const symbolGone: Rule = {
  id: 'symbol-gone',
  finds: 'a symbol is used that the new version has not',
  facts: { symbols: factTexts.symbols, languages: factTexts.languages },
  check(context, report) {
    for (const site of context.facts.sites) {
      if (site.side === 'old' && context.applies(site.symbol, 'old')) report({ at: site, symbol: site.symbol });
    }
    for (const mention of context.facts.mentions) {
      if (mention.side !== 'old' || mention.form === 'import' || mention.form === 'declaration') continue;
      if (context.applies(mention.symbol, 'old')) report({ at: mention, symbol: mention.symbol });
    }
  },
};
