/** A story that shows one decision: what it ends with in each profile. */
import type { Profile } from './decisions.js';
import { TestWorld } from './world.test-kit.js';

export interface Story {
  readonly story: (world: TestWorld) => unknown;
  /** What the posted code shows; the name of the error where it dies. */
  readonly asPosted: unknown;
  readonly asDecided: unknown;
}

/** Plays a story in both profiles. `fired`: the decision reported itself in profile `decided`, which it must. */
export function shows(id: string, { story }: Story) {
  const play = (profile: Profile) => {
    const world = new TestWorld(profile);
    return { shown: outcome(story, world), fired: world.fired };
  };
  const [posted, decided] = [play('as-posted'), play('decided')];
  return {
    asPosted: posted.shown,
    asDecided: decided.shown,
    firedAsPosted: [...posted.fired],
    fired: decided.fired.has(id),
  };
}

function outcome(story: (world: TestWorld) => unknown, world: TestWorld): unknown {
  try {
    return story(world);
  } catch (error) {
    return (error as Error).name;
  }
}
