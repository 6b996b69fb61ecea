/** How many ids there are. */
import { refusal } from '../answer.js';
import type { State } from '../state.js';

const setsExist = refusal('EBUSY', 'sets-exist');

export function installCapacity(state: State, total: number): number {
  state.lock();
  if (state.liveSets > 0 && state.decisions.fires('capacity-with-sets')) return setsExist;
  state.capacity = total >>> 0;
  state.available = total >>> 0;
  return 0;
}
