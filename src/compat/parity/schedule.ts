/** The order in which the steps of a scenario run. */
import type { Scenario, Step } from '../scenarios/model.js';

export interface ScheduledStep {
  readonly actor: string;
  readonly step: Step;
}

/** All steps, in the order that the scenario's schedule asks for. */
export function scheduledSteps(scenario: Scenario): readonly ScheduledStep[] {
  const inText = scenario.blocks.flatMap(({ actor, steps }) => steps.map((step) => ({ actor, step })));
  const { schedule } = scenario;
  if (schedule.kind === 'text') return inText;
  const queues = new Map<string, ScheduledStep[]>();
  for (const scheduled of inText) {
    const queue = queues.get(scheduled.actor) ?? [];
    queue.push(scheduled);
    queues.set(scheduled.actor, queue);
  }
  const turns = schedule.kind === 'order' ? schedule.actors : roundRobin(queues);
  return turns.map((actor) => queues.get(actor)!.shift()!);
}

function roundRobin(queues: ReadonlyMap<string, readonly unknown[]>): string[] {
  const turns: string[] = [];
  const longest = Math.max(0, ...[...queues.values()].map((queue) => queue.length));
  for (let turn = 0; turn < longest; turn++) {
    for (const [actor, queue] of queues) if (turn < queue.length) turns.push(actor);
  }
  return turns;
}
