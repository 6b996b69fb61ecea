/** Where the result of a call is used while it may still be a failure that nobody tested. */
import type { CallSite, FileFacts, FlowAssumption, Place, Span } from '../model.js';
import { type FailureForms, outcome } from './failure.js';
import { type FlowState, isWithin, movePlaces, noPlaces, walkFlow } from './walk-flow.js';

const untested = 1;

function concerns(of: FlowAssumption['of'], state: FlowState, site: CallSite): boolean {
  return 'site' in of ? of.site === site.id : state.places.has(of.place);
}

/** Places at which the result is used untested, in the order of the text. */
export function uncheckedUses(facts: FileFacts, site: CallSite, forms: FailureForms): readonly Span[] {
  const flow = facts.functions[site.function]?.flow;
  if (flow === null || flow === undefined) return [];
  const found = new Map<number, Span>();
  walkFlow(flow, {
    start: { places: noPlaces, flags: 0 },
    event(state, event) {
      if (event.kind === 'call' && event.site === site.id) {
        return { places: event.into === null ? noPlaces : new Set([event.into]), flags: untested };
      }
      const places = movePlaces(state.places, event);
      return places === state.places ? state : { ...state, places };
    },
    edge(state, assume) {
      if (state.flags === 0) return state;
      const shown = assume.some((item) => concerns(item.of, state, site) && outcome(forms, item) !== 'unknown');
      return shown ? { ...state, flags: 0 } : state;
    },
    visit(state, event) {
      if (event.kind !== 'use' || state.flags === 0 || event.how === 'returned') return;
      if (isHolder(state.places, event.place)) found.set(event.at.start, event.at);
    },
    exit(state, block) {
      // Nobody tested what stays behind in a member.
      const stays = [...state.places].some((place) => place.includes('.') || place.includes('->'));
      if (state.flags !== 0 && stays && block.exit !== undefined) found.set(site.start, site);
    },
  });
  return [...found.values()].sort((a, b) => a.start - b.start);
}

function isHolder(places: ReadonlySet<Place>, place: Place): boolean {
  return [...places].some((root) => isWithin(place, root));
}
