/** The text form of a scenario, canonical: printing what was parsed and parsing it again gives the same value. */
import type { Block, Scenario, Step, Value } from './model.js';

/** Text of a scenario. Comments besides the first are not part of the value. */
export function printScenario(scenario: Scenario): string {
  const lines = ['psc 1', `# ${scenario.shows}`];
  for (const { name, options } of scenario.platforms) {
    const inside = Object.entries(options).map(([key, value]) => `${key} ${show(value)}`);
    lines.push(`platform ${name}${inside.length === 0 ? '' : ` { ${inside.join(', ')} }`}`);
  }
  if (scenario.mms.length > 0) lines.push(`mm ${scenario.mms.join(' ')}`);
  if (scenario.devices.length > 0) {
    const written = scenario.devices.map(
      ({ name, iommu, options }) =>
        `${name}@iommu${iommu}${Object.keys(options)
          .map((key) => `+${key}`)
          .join('')}`,
    );
    lines.push(`dev ${written.join(' ')}`);
  }
  for (const block of scenario.blocks) lines.push(...printBlock(block));
  for (const { site, options } of scenario.faults) {
    const { value, ...rest } = options;
    lines.push(`fault ${site}${value === undefined ? '' : `=${show(value)}`}${optionText(rest)}`);
  }
  if (scenario.schedule.kind === 'rr') lines.push('schedule rr');
  if (scenario.schedule.kind === 'order') lines.push(`schedule order "${scenario.schedule.actors.join(' ')}"`);
  for (const expectation of scenario.expect) {
    lines.push(expectation.kind === 'parity' ? 'expect parity' : `expect diverge ${expectation.id}`);
  }
  return `${lines.join('\n')}\n`;
}

function printBlock({ actor, steps }: Block): string[] {
  return [`actor ${actor} {`, ...steps.map((step) => `  ${printStep(step)}`), '}'];
}

/** One step as it stands in a text. */
export function printStep(step: Step): string {
  const head = step.result === null ? step.verb : `${step.result} = ${step.verb}`;
  const args = step.args.map((value) => ` ${show(value)}`).join('');
  const fault = step.fault === null ? '' : ` !${step.fault.site}.nth=${step.fault.nth}`;
  return `${head}${args}${optionText(step.options)}${fault}`;
}

function optionText(options: Readonly<Record<string, Value>>): string {
  return Object.entries(options)
    .map(([key, value]) => ` ${key}=${show(value)}`)
    .join('');
}

function show(value: Value): string {
  if (typeof value === 'object') return `${value.min}..${hex(value.max)}`;
  if (typeof value === 'number') return value >= 4096 ? hex(value) : String(value);
  return /[\s{};,=!"#]/.test(value) ? `"${value}"` : value;
}

function hex(value: number): string {
  return value >= 4096 ? `0x${value.toString(16)}` : String(value);
}
