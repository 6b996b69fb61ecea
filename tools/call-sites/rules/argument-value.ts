import type { Rule } from '../rule.js';
import { chosenArguments, factTexts, sitesOf } from '../rule-facts.js';

/** A literal or a named constant that means something else in the new version. */
export const argumentValue: Rule = {
  id: 'argument-value',
  finds: 'an argument is one of some literals or names',
  facts: {
    symbols: factTexts.symbols,
    languages: factTexts.languages,
    arg: 'number of the argument',
    what: factTexts.what,
    values: 'literals, names of constants or of variables',
  },
  check(context, report) {
    const values = new Set(context.with.strings('values'));
    for (const site of sitesOf(context)) {
      for (const argument of chosenArguments(context, site)) {
        const found = (argument.value !== null && values.has(argument.value)) || values.has(argument.text);
        if (found) report({ at: argument, symbol: site.symbol, detail: argument.text });
      }
    }
  },
};
