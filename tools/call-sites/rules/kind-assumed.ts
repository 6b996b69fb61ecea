import type { ValueUse } from '../model.js';
import type { Rule, RuleContext } from '../rule.js';
import { chosenArguments, factTexts, isOneOf, sitesOf, valuesOf } from '../rule-facts.js';

function isAssumed(use: ValueUse, types: ReadonlySet<string>): boolean {
  if (use.kindTested === true) return false;
  if (use.kind === 'cast') return isOneOf(use.types ?? [], types);
  return use.kind === 'compared' && use.other !== undefined && isOneOf(use.other.types, types);
}

function checkValues(context: RuleContext, types: ReadonlySet<string>, report: Parameters<Rule['check']>[1]): void {
  for (const { symbol, uses } of valuesOf(context, context.with.string('what'))) {
    if (uses.some((use) => use.test === 'kind')) continue;
    for (const use of uses) if (isAssumed(use, types)) report({ at: use, symbol });
  }
}

/** A value of any kind is taken for one kind, and nothing says that it is of that kind. */
export const kindAssumed: Rule = {
  id: 'kind-assumed',
  finds: 'a value is cast to, compared with or looked up as one kind where no test of its kind holds',
  facts: {
    symbols: factTexts.symbols,
    languages: factTexts.languages,
    what: factTexts.what,
    members: 'members (Type.member) that hold such values',
    types: factTexts.types,
  },
  check(context, report) {
    const types = context.typeNames(context.with.strings('types'));
    checkValues(context, types, report);
    for (const site of sitesOf(context)) {
      if (!isLookup(context, site.symbol, site.side)) continue;
      for (const argument of chosenArguments(context, site)) {
        if (isOneOf(argument.types, types))
          report({ at: argument, symbol: site.symbol, detail: `looked up by ${argument.text}` });
      }
    }
  },
};

/** A call that only finds what is there: it answers null for nothing. */
function isLookup(context: RuleContext, symbol: string, side: 'old' | 'new'): boolean {
  return context.roles(symbol, side).some((role) => role.kind === 'returns-null-or-value');
}
