import type { Rule } from '../rule.js';
import { factTexts, sitesOf } from '../rule-facts.js';

/** What is opened is never closed in the same file. */
export const unpairedCall: Rule = {
  id: 'unpaired-call',
  finds: 'a file opens something and never closes it',
  facts: { symbols: factTexts.symbols, languages: factTexts.languages, close: 'calls that close it' },
  check(context, report) {
    const close = new Set(context.with.strings('close'));
    if (context.facts.sites.some((site) => close.has(site.symbol))) return;
    for (const site of sitesOf(context)) report({ at: site, symbol: site.symbol });
  },
};
