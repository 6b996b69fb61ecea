import type { Rule } from '../rule.js';
import { factTexts, valuesOf } from '../rule-facts.js';

/** A value outlives the function that got it, without a reference of its own. */
export const storedReference: Rule = {
  id: 'stored-reference',
  finds: 'a value is stored beyond the function without a reference of its own',
  facts: {
    symbols: factTexts.symbols,
    languages: factTexts.languages,
    what: factTexts.what,
    members: 'members that hold such values',
  },
  check(context, report) {
    for (const { symbol, uses } of valuesOf(context, context.with.required('what'))) {
      const stored = uses.find((use) => use.kind === 'stored');
      if (stored !== undefined) report({ at: stored, symbol });
    }
  },
};
