/** Carries a state along the edges of a function until nothing changes any more. */
import type { FlowAssumption, FlowBlock, FlowEvent, Place } from '../model.js';

/** What may be true at one point: places that matter, and flags. Joining two states unites both. */
export interface FlowState {
  readonly places: ReadonlySet<Place>;
  readonly flags: number;
}

export interface FlowRules {
  readonly start: FlowState;
  event(state: FlowState, event: FlowEvent): FlowState;
  edge(state: FlowState, assume: readonly FlowAssumption[]): FlowState;
  /** Called for each event with the state before it, once all states are known. */
  visit?(state: FlowState, event: FlowEvent): void;
  /** Called for each block that ends the function, with the state at its end. */
  exit?(state: FlowState, block: FlowBlock): void;
}

export const noPlaces: ReadonlySet<Place> = new Set();

export function withState(state: FlowState, change: Partial<FlowState>): FlowState {
  return { ...state, ...change };
}

function join(a: FlowState | undefined, b: FlowState): FlowState {
  if (a === undefined) return b;
  const same = (a.flags | b.flags) === a.flags && [...b.places].every((place) => a.places.has(place));
  return same ? a : { places: new Set([...a.places, ...b.places]), flags: a.flags | b.flags };
}

/** Runs the rules over the blocks. States only grow, so this ends. */
export function walkFlow(blocks: readonly FlowBlock[], rules: FlowRules): void {
  const entry: (FlowState | undefined)[] = blocks.map(() => undefined);
  entry[0] = rules.start;
  const queue = [0];
  while (queue.length > 0) {
    const at = queue.pop()!;
    let state = entry[at]!;
    for (const event of blocks[at]!.events) state = rules.event(state, event);
    for (const { to, assume } of blocks[at]!.next) {
      const next = join(entry[to], rules.edge(state, assume));
      if (next !== entry[to]) {
        entry[to] = next;
        queue.push(to);
      }
    }
  }
  blocks.forEach((block, at) => {
    let state = entry[at];
    if (state === undefined) return;
    for (const event of block.events) {
      rules.visit?.(state, event);
      state = rules.event(state, event);
    }
    if (block.exit !== undefined) rules.exit?.(state, block);
  });
}

/** True when `place` is `root` or a member of it. */
export function isWithin(place: Place, root: Place): boolean {
  return place === root || place.startsWith(`${root}.`) || place.startsWith(`${root}->`);
}

/** Places after an event that only moves values about. */
export function movePlaces(places: ReadonlySet<Place>, event: FlowEvent): ReadonlySet<Place> {
  if (event.kind === 'copy') {
    if (places.has(event.from)) return new Set([...places, event.to]);
    return drop(places, event.to);
  }
  if (event.kind === 'clobber') return drop(places, event.place);
  return event.kind === 'call' && event.into !== null ? drop(places, event.into) : places;
}

function drop(places: ReadonlySet<Place>, root: Place): ReadonlySet<Place> {
  if (![...places].some((place) => isWithin(place, root))) return places;
  return new Set([...places].filter((place) => !isWithin(place, root)));
}
