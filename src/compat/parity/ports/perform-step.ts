/** One step of a scenario on one side. */
import type { Step } from '../../scenarios/model.js';
import { verbs, type VerbName } from '../../scenarios/verbs.js';
import type { Outcome } from '../outcome.js';
import { UnboundName, type Names } from './names.js';

/**
 * Performs a step. A name that it would bind is forgotten where it fails, and a step on a forgotten name answers what
 * made the name fail.
 */
export function performStep<World extends { readonly names: Names }>(
  world: World,
  steps: Readonly<Record<VerbName, (world: World, step: Step) => Outcome>>,
  step: Step,
): Outcome {
  if (!Object.hasOwn(verbs, step.verb)) throw new Error(`no side has a step ${step.verb}`);
  try {
    const outcome = steps[step.verb as VerbName](world, step);
    if (outcome.kind !== 'ok') world.names.forget(step);
    return outcome;
  } catch (error) {
    if (!(error instanceof UnboundName)) throw error;
    world.names.forget(step);
    return error.outcome;
  }
}
