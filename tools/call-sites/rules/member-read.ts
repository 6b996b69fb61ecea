import type { Rule } from '../rule.js';
import { factTexts } from '../rule-facts.js';

/** A member that means something else in the new version, or is gone. */
export const memberRead: Rule = {
  id: 'member-read',
  finds: 'a member is read whose meaning changed',
  facts: {
    symbols: factTexts.symbols,
    languages: factTexts.languages,
    members: 'members (Type.member); without them those whose entries name the hazard',
  },
  check(context, report) {
    const members = new Set(context.with.strings('members'));
    for (const read of context.facts.reads) {
      const meant = members.size > 0 ? members.has(read.symbol) : context.applies(read.symbol, read.side);
      if (meant && !read.uses.some((use) => use.test === 'kind')) report({ at: read, symbol: read.symbol });
    }
  },
};
