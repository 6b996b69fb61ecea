/** What a scenario must keep: every name is declared before it is used, every verb gets what it asks for. */
import { ScenarioError, type Scenario, type Step, type Value } from './model.js';
import { verbOf, verbs, type ArgKind, type Verb } from './verbs.js';

const values: readonly ArgKind[] = ['number', 'range', 'word'];

/** Throws ScenarioError at the first step that does not fit. */
export function checkScenario(scenario: Scenario): void {
  if (scenario.platforms.length === 0) throw new ScenarioError(1, 'a scenario needs a platform: vtd, smmuv3 or amd');
  unique(scenario.mms, 'mm');
  unique(
    scenario.devices.map((device) => device.name),
    'dev',
  );
  const names = new Map<string, ArgKind>();
  for (const mm of scenario.mms) names.set(mm, 'mm');
  for (const device of scenario.devices) names.set(device.name, 'device');
  for (const block of scenario.blocks) for (const step of block.steps) makeName(step, names);
  for (const block of scenario.blocks) for (const step of block.steps) checkStep(step, names);
  if (scenario.schedule.kind === 'order') checkOrder(scenario, scenario.schedule.actors);
}

function unique(names: readonly string[], what: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ScenarioError(1, `${what} ${twice} is declared twice`);
}

function grammar(step: Step): Verb {
  const verb = verbOf(step.verb);
  if (verb === undefined)
    throw new ScenarioError(step.line, `${step.verb}: no such step; there is ${Object.keys(verbs).join(', ')}`);
  return verb;
}

function makeName(step: Step, names: Map<string, ArgKind>): void {
  const { makes } = grammar(step);
  if (step.result === null) return;
  if (makes === null)
    throw new ScenarioError(step.line, `${step.verb} makes nothing that could be called ${step.result}`);
  const before = names.get(step.result);
  if (before !== undefined && before !== makes)
    throw new ScenarioError(step.line, `${step.result} is a ${before} already`);
  names.set(step.result, makes);
}

function checkStep(step: Step, names: ReadonlyMap<string, ArgKind>): void {
  const verb = grammar(step);
  if (step.args.length !== verb.args.length) {
    throw new ScenarioError(
      step.line,
      `${step.verb} takes ${verb.args.join(' ') || 'no argument'}, not ${step.args.length}`,
    );
  }
  verb.args.forEach((kind, index) => checkValue(step, kind, step.args[index]!, names));
  for (const [key, value] of Object.entries(step.options)) {
    const kind = verb.options[key];
    if (kind === undefined) {
      const known = Object.keys(verb.options).join(', ') || 'none';
      throw new ScenarioError(step.line, `${step.verb} has no option ${key}; it has ${known}`);
    }
    checkValue(step, kind, value, names);
  }
  const missing = verb.required.find((key) => !(key in step.options));
  if (missing !== undefined) throw new ScenarioError(step.line, `${step.verb} needs ${missing}=`);
}

function checkValue(step: Step, kind: ArgKind, value: Value, names: ReadonlyMap<string, ArgKind>): void {
  if (values.includes(kind)) {
    const is = typeof value === 'number' ? 'number' : typeof value === 'object' ? 'range' : 'word';
    if (is !== kind) throw new ScenarioError(step.line, `${step.verb}: expected a ${kind}, found ${show(value)}`);
    return;
  }
  // A bare number may stand for an id that nobody allocated.
  if (kind === 'id' && typeof value === 'number') return;
  const is = typeof value === 'string' ? names.get(value) : undefined;
  if (is === undefined) throw new ScenarioError(step.line, `${show(value)}: no ${kind} of that name`);
  if (is !== kind) throw new ScenarioError(step.line, `${show(value)} is a ${is}, ${step.verb} wants a ${kind}`);
}

function checkOrder(scenario: Scenario, order: readonly string[]): void {
  const steps = new Map<string, number>();
  for (const block of scenario.blocks) steps.set(block.actor, (steps.get(block.actor) ?? 0) + block.steps.length);
  for (const [actor, count] of steps) {
    const given = order.filter((name) => name === actor).length;
    if (given !== count)
      throw new ScenarioError(1, `schedule order names ${actor} ${given} times, it has ${count} steps`);
  }
  const stranger = order.find((name) => !steps.has(name));
  if (stranger !== undefined) throw new ScenarioError(1, `schedule order names ${stranger}, which has no steps`);
}

function show(value: Value): string {
  return typeof value === 'object' ? `${value.min}..${value.max}` : String(value);
}
