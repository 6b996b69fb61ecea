/** What is known about the result of a call at each place that reads it. */
import type { CallSite, FileFacts, FlowAssumption, Place, Span } from '../model.js';
import { type FailureForms, outcome } from './failure.js';
import { type FlowState, isWithin, movePlaces, noPlaces, walkFlow } from './walk-flow.js';

export const untested = 1;
export const fine = 2;
export const failed = 4;

export interface ResultRead extends Span {
  readonly place: Place;
  /** Bits of what may be true here. */
  readonly state: number;
  readonly how: string | undefined;
}

export interface ResultStates {
  /** By start of the text that reads it. */
  readonly reads: ReadonlyMap<number, ResultRead>;
  /** The result is left behind in a member while nobody tested it. */
  readonly keptUntested: boolean;
}

function concerns(of: FlowAssumption['of'], state: FlowState, site: CallSite): boolean {
  return 'site' in of ? of.site === site.id : state.places.has(of.place);
}

/** Follows the result of one call through its function. Null when there is no flow to follow. */
export function resultStates(facts: FileFacts, site: CallSite, forms: FailureForms): ResultStates | null {
  const flow = facts.functions[site.function]?.flow;
  if (flow === null || flow === undefined) return null;
  const reads = new Map<number, ResultRead>();
  let keptUntested = false;
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
      for (const item of assume) {
        if (!concerns(item.of, state, site)) continue;
        const shown = outcome(forms, item);
        // What is known already stays: a later look at the value is no look for failure.
        const known = state.flags & ~untested;
        const learnt = (state.flags & untested) === 0 ? 0 : shown === 'failed' ? failed : fine;
        if (shown !== 'unknown') return { ...state, flags: known | learnt };
      }
      return state;
    },
    visit(state, event) {
      if ((event.kind !== 'use' && event.kind !== 'look') || state.flags === 0) return;
      if (![...state.places].some((root) => isWithin(event.place, root))) return;
      const known = reads.get(event.at.start);
      reads.set(event.at.start, {
        ...event.at,
        place: event.place,
        state: state.flags | (known?.state ?? 0),
        how: event.kind === 'use' ? event.how : 'look',
      });
    },
    exit(state, block) {
      const stays = [...state.places].some((place) => place.includes('.') || place.includes('->'));
      if ((state.flags & untested) !== 0 && stays && block.exit !== undefined) keptUntested = true;
    },
  });
  return { reads, keptUntested };
}
