import type { Rule } from '../rule.js';
import { chosenArguments, factTexts, isOneOf, sitesOf } from '../rule-facts.js';

/** An argument whose static type, under casts, decides what becomes of the call. */
export const argumentType: Rule = {
  id: 'argument-type',
  finds: 'an argument has one of some types, or none of them',
  facts: {
    symbols: factTexts.symbols,
    languages: factTexts.languages,
    arg: 'number of the argument',
    what: factTexts.what,
    types: factTexts.types,
    except: 'types that are no finding',
    literals: 'skip: literals are no finding',
  },
  check(context, report) {
    const types = context.typeNames(context.with.strings('types'));
    const except = context.typeNames(context.with.strings('except'));
    const skipLiterals = context.with.string('literals') === 'skip';
    for (const site of sitesOf(context)) {
      for (const argument of chosenArguments(context, site)) {
        if (skipLiterals && argument.literal !== null && argument.literal !== 'object') continue;
        const found = except.size > 0 ? !isOneOf(argument.types, except) : isOneOf(argument.types, types);
        if (found)
          report({ at: argument, symbol: site.symbol, detail: `${argument.text} is ${spell(argument.types)}` });
      }
    }
  },
};

function spell(types: readonly string[]): string {
  return types.length === 0 ? 'of an unknown type' : types.join(', ');
}
