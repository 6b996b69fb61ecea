/** A codemod in words. */
import type { ArgPlan, CodemodSpec, NewCall } from '../../src/compat/pair-model.js';

export function codemodText(spec: CodemodSpec): string {
  switch (spec.kind) {
    case 'keep':
      return 'the call stays as it is';
    case 'rename':
      return `becomes ${tick(spec.to)}`;
    case 'manual':
      return `by hand: ${spec.todo}`;
    case 'reshape':
      return `becomes ${callText(spec)}${levelText(spec.level)}`;
    case 'by-type':
    case 'by-literal': {
      const on = `${spec.kind === 'by-type' ? 'type' : 'value'} of argument ${spec.on}`;
      const cases = Object.entries(spec.cases).map(
        ([key, call]) => `${tick(key)}: ${callText(call)}${levelText(call.level)}`,
      );
      return `by the ${on}: ${cases.join('; ')}; otherwise by hand: ${spec.otherwise}`;
    }
  }
}

function callText(call: NewCall): string {
  return tick(`${call.to}(${call.args.map(argText).join(', ')})`);
}

function argText(arg: ArgPlan): string {
  if ('ask' in arg) return `/* ${arg.ask} */`;
  if ('write' in arg) return arg.write;
  const from = `#${arg.from}`;
  if ('wrap' in arg) return `${arg.wrap}(${from})`;
  return 'option' in arg ? `{ ${arg.option}: ${from} }` : from;
}

function levelText(level: string | undefined): string {
  return level === undefined || level === 'safe' ? '' : ` (${level})`;
}

function tick(text: string): string {
  return `\`${text}\``;
}
