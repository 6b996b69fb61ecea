/** Where the result of a call is used while it may still be a failure that nobody tested. */
import type { CallSite, FileFacts, Span } from '../model.js';
import type { FailureForms } from './failure.js';
import { resultStates, untested } from './result-states.js';

/** Places at which the result is used untested, in the order of the text. */
export function uncheckedUses(facts: FileFacts, site: CallSite, forms: FailureForms): readonly Span[] {
  const states = resultStates(facts, site, forms);
  if (states === null) return [];
  const found: Span[] = [...states.reads.values()].filter(
    ({ state, how }) => (state & untested) !== 0 && how !== 'returned' && how !== 'look',
  );
  if (states.keptUntested) found.push(site);
  return found.sort((a, b) => a.start - b.start);
}
