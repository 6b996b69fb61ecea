/** Calls in tokens. */
import { closing } from './functions.js';
import type { Token } from './lex.js';

/** One call in a function. */
export interface Called {
  readonly name: string;
  readonly args: readonly (readonly Token[])[];
  readonly line: number;
}

const notCalls = new Set([
  'if',
  'for',
  'while',
  'switch',
  'return',
  'sizeof',
  'typeof',
  'do',
  'defined',
  'likely',
  'unlikely',
]);

/** Calls in tokens, nested ones too; with `members` also those by way of a pointer, under the member's name. */
export function callsIn(tokens: readonly Token[], members = false): Called[] {
  const calls: Called[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== 'word' || tokens[i + 1]?.text !== '(' || notCalls.has(token.text)) return;
    const before = tokens[i - 1]?.text;
    if (!members && (before === '->' || before === '.')) return;
    const inside = tokens.slice(i + 2, closing(tokens, i + 1));
    calls.push({ name: token.text, args: argsOf(inside), line: token.line });
  });
  return calls;
}

function argsOf(tokens: readonly Token[]): Token[][] {
  const args: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (/^[([{]$/.test(token.text)) depth += 1;
    if (/^[)\]}]$/.test(token.text)) depth -= 1;
    if (token.text === ',' && depth === 0) args.push([]);
    else args.at(-1)?.push(token);
  }
  return args.length === 1 && args[0]?.length === 0 ? [] : args;
}
