/** Runs a scenario on one side and keeps what it did. */
import type { BusTrace } from '../hw-spec/trace.js';
import type { Platform, Scenario } from '../scenarios/model.js';
import { withoutBookkeeping } from './bookkeeping.js';
import type { Outcome } from './outcome.js';
import type { MakePort } from './port.js';
import { memoryImage, type Image } from './image.js';
import { scheduledSteps, type ScheduledStep } from './schedule.js';

export interface Run {
  readonly steps: readonly ScheduledStep[];
  readonly outcomes: readonly Outcome[];
  readonly trace: BusTrace;
  /** Memory and ids after the last step, when nothing is in flight. */
  readonly image: Image;
}

/** One run, from a fresh machine. Same scenario, same platform: same run. */
export function runScenario(scenario: Scenario, platform: Platform, makePort: MakePort): Run {
  const port = makePort({ platform, mms: scenario.mms, devices: scenario.devices, faults: scenario.faults });
  const steps = scheduledSteps(scenario);
  const outcomes = steps.map(({ step }, index) => {
    // 0 is the boot of the machine.
    port.bus.beginOperation(index + 1);
    return port.perform(step);
  });
  const trace = withoutBookkeeping(port.bus.trace());
  return { steps, outcomes, trace, image: memoryImage(port, trace) };
}
