import type { Rule } from '../rule.js';
import { factTexts, rolesOfSite, sitesOf } from '../rule-facts.js';

/** The call acts on anybody's thing. */
export const ownershipUnchecked: Rule = {
  id: 'ownership-unchecked',
  finds: 'a call acts on a thing without asking whose it is',
  facts: {
    symbols: factTexts.symbols,
    languages: factTexts.languages,
    arg: 'number of the argument that is looked at',
    values: 'values of the argument that name no owner',
    loop: 'true: only where the argument is the counter of a loop',
    owner: 'what a role calls the owner: a call that names one is no finding (default: the argument before the thing)',
  },
  check(context, report) {
    const arg = context.with.number('arg');
    const values = new Set(context.with.strings('values'));
    const loop = context.with.flag('loop');
    for (const site of sitesOf(context)) {
      const argument = arg === undefined ? undefined : site.args[arg];
      if (loop) {
        if (argument?.place != null && site.counters.includes(argument.place))
          report({ at: site, symbol: site.symbol });
      } else if (values.size > 0) {
        if (argument?.value != null && values.has(argument.value)) report({ at: site, symbol: site.symbol });
      } else if (!namesOwner(context, site)) report({ at: site, symbol: site.symbol });
    }
  },
};

/** A call with two arguments of known jobs names the owner first; null there means any. */
function namesOwner(context: Parameters<Rule['check']>[0], site: ReturnType<typeof sitesOf>[number]): boolean {
  const roles = rolesOfSite(context, site).filter((role) => role.kind === 'argument');
  const owner = context.with.string('owner');
  const role =
    owner === undefined ? (roles.length > 1 ? roles[0] : undefined) : roles.find(({ what }) => what === owner);
  if (role === undefined) return false;
  const literal = site.args[role.arg]?.literal;
  return literal !== 'null' && literal !== 'undefined';
}
