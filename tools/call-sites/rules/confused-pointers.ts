import type { Rule } from '../rule.js';
import { chosenArguments, factTexts, isOneOf, sitesOf, valuesOf } from '../rule-facts.js';

/** Two untyped pointers with different jobs: one is read where the other was meant. */
export const confusedPointers: Rule = {
  id: 'confused-pointers',
  finds: 'a value with one job is used as a type that belongs to another',
  facts: {
    symbols: factTexts.symbols,
    languages: factTexts.languages,
    what: factTexts.what,
    members: 'members (Type.member) that hold such values',
    types: factTexts.types,
  },
  check(context, report) {
    const types = context.typeNames(context.with.strings('types'));
    for (const { symbol, uses } of valuesOf(context, context.with.required('what'))) {
      for (const use of uses) {
        const becomes = use.kind === 'cast' ? use.types : use.kind === 'compared' ? use.other?.types : undefined;
        if (use.kindTested !== true && isOneOf(becomes ?? [], types)) report({ at: use, symbol });
      }
    }
    for (const site of sitesOf(context)) {
      for (const argument of chosenArguments(context, site)) {
        if (isOneOf(argument.types, types))
          report({ at: argument, symbol: site.symbol, detail: `${argument.text} is given` });
      }
    }
  },
};
