/** The places at which a function gives up: under which condition, with which outcome. */
import type { FunctionBody } from '../code/functions.js';
import { closing } from '../code/functions.js';
import type { Called } from '../code/calls-in.js';
import { callsIn } from '../code/calls-in.js';
import type { Token } from '../code/lex.js';
import type { Statement } from '../code/statements.js';
import { spell, statementsOf } from '../code/statements.js';

export interface Guard {
  /** Condition as tokens; `negated` for an `else`. */
  readonly condition: readonly Token[];
  readonly negated: boolean;
  /** `-EINVAL`, `NULL`, `false`, `INVALID_X`, `return`, `goto out`. */
  readonly outcome: string;
  readonly line: number;
  /** Name of the function whose result the condition tests, when it tests nothing else. */
  readonly resultOf: string | null;
}

/** What a function does, as far as comparing needs it. */
export interface BodyFacts {
  readonly guards: readonly Guard[];
  readonly calls: readonly Called[];
  /** Parameters and local variables. */
  readonly locals: ReadonlySet<string>;
  readonly statements: readonly Statement[];
  /** Helpers whose facts are in these. */
  readonly merged: ReadonlySet<string>;
}

const resultWords = new Set([
  'IS_ERR',
  'IS_ERR_OR_NULL',
  'PTR_ERR',
  'PTR_ERR_OR_ZERO',
  'NULL',
  'unlikely',
  'likely',
  'WARN_ON',
  'ret',
  'err',
  'rc',
]);

/** Reads the body of a function. */
export function bodyFacts(fn: FunctionBody): BodyFacts {
  const statements = statementsOf(fn.body);
  const locals = new Set(fn.params);
  collectLocals(statements, locals);
  const guards: Guard[] = [];
  collectGuards(statements, { sources: new Map(), guards });
  return { guards, calls: callsIn(fn.body), locals, statements, merged: new Set() };
}

interface Reading {
  /** Variable to the function whose result it holds. */
  readonly sources: Map<string, string>;
  readonly guards: Guard[];
}

function collectGuards(statements: readonly Statement[], reading: Reading): void {
  for (const statement of statements) {
    if (statement.kind === 'plain') {
      noteSource(statement.tokens, reading.sources);
      addChoice(statement.tokens, statement.line, reading);
    } else if (statement.kind === 'return') addChoice(statement.value, statement.line, reading);
    else if (statement.kind === 'loop' || statement.kind === 'block') collectGuards(statement.body, reading);
    else if (statement.kind === 'if') {
      noteSource(statement.condition, reading.sources);
      addGuard(statement.condition, false, statement.then, statement.line, reading);
      addGuard(statement.condition, true, statement.otherwise, statement.line, reading);
      collectGuards(statement.then, reading);
      collectGuards(statement.otherwise, reading);
    }
  }
}

function addGuard(
  condition: readonly Token[],
  negated: boolean,
  branch: readonly Statement[],
  line: number,
  reading: Reading,
): void {
  const outcome = outcomeOf(branch);
  if (outcome === null) return;
  reading.guards.push({ condition, negated, outcome, line, resultOf: resultTested(condition, reading.sources) });
}

/** `x ? 0 : -ENOENT` is an `if` too. */
function addChoice(tokens: readonly Token[], line: number, reading: Reading): void {
  const ask = tokens.findIndex((token) => token.text === '?');
  if (ask < 0) return;
  const colon = tokens.findIndex((token, i) => i > ask && token.text === ':');
  const equals = tokens.findLastIndex((token, i) => i < ask && token.text === '=');
  const condition = tokens.slice(equals + 1, ask);
  const yes = errorIn(tokens.slice(ask + 1, colon));
  const no = errorIn(tokens.slice(colon + 1));
  const guard = { condition, line, resultOf: resultTested(condition, reading.sources) };
  if (yes !== null) reading.guards.push({ ...guard, negated: false, outcome: yes });
  if (no !== null) reading.guards.push({ ...guard, negated: true, outcome: no });
}

/** How a branch leaves the function, or null when it does not. */
export function outcomeOf(branch: readonly Statement[]): string | null {
  let assigned: string | null = null;
  for (const statement of branch) {
    if (statement.kind === 'plain') assigned = errorIn(statement.tokens) ?? assigned;
    if (statement.kind === 'block') {
      const inner = outcomeOf(statement.body);
      if (inner !== null) return inner;
    }
    if (statement.kind === 'return') {
      const value = spell(statement.value);
      return (
        errorIn(statement.value) ??
        (value === '' ? (assigned ?? 'return') : isOutcomeWord(value) ? value : (assigned ?? 'return'))
      );
    }
    if (statement.kind === 'goto') return assigned ?? `goto ${statement.label}`;
  }
  // `ret = -EINVAL;` and on to the end of the function.
  return assigned;
}

function isOutcomeWord(value: string): boolean {
  return /^(?:NULL|true|false|-?\d+|[A-Z][A-Z0-9_]+)$/.test(value);
}

/** `-EINVAL` in tokens. */
export function errorIn(tokens: readonly Token[]): string | null {
  const at = tokens.findIndex((token, i) => token.text === '-' && /^E[A-Z0-9]{2,}$/.test(tokens[i + 1]?.text ?? ''));
  return at < 0 ? null : `-${tokens[at + 1]?.text ?? ''}`;
}

/** Remembers `x = f(...)`. */
function noteSource(tokens: readonly Token[], sources: Map<string, string>): void {
  tokens.forEach((token, i) => {
    if (token.text !== '=') return;
    const target = placeBefore(tokens, i);
    let at = i + 1;
    while (tokens[at]?.text === '(' && tokens[closing(tokens, at) + 1] !== undefined) at = closing(tokens, at) + 1;
    const callee = tokens[at];
    if (callee?.kind === 'word' && tokens[at + 1]?.text === '(') sources.set(target, callee.text);
    else sources.delete(target);
  });
}

function placeBefore(tokens: readonly Token[], at: number): string {
  let from = at - 1;
  while (from > 1 && /^(?:->|\.)$/.test(tokens[from - 1]?.text ?? '')) from -= 2;
  return spell(tokens.slice(Math.max(from, 0), at));
}

function resultTested(condition: readonly Token[], sources: ReadonlyMap<string, string>): string | null {
  const calls = callsIn(condition).filter((call) => !resultWords.has(call.name));
  const [direct] = calls;
  const rest = condition.filter((token) => token.kind === 'word' && !resultWords.has(token.text));
  if (direct !== undefined)
    return rest.every((word) => word.text === direct.name || isArgument(direct, word)) ? direct.name : null;
  const text = spell(condition);
  for (const [place, callee] of sources) {
    const tested = new RegExp(`(?<![\\w.>])${place.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.]|->)`);
    if (!tested.test(text)) continue;
    const others = text.replace(tested, '').match(/[A-Za-z_]\w*/g) ?? [];
    if (others.every((word) => resultWords.has(word) || /^[A-Z0-9_]+$/.test(word))) return callee;
  }
  return null;
}

function isArgument(call: Called, token: Token): boolean {
  return call.args.some((arg) => arg.includes(token));
}

function collectLocals(statements: readonly Statement[], locals: Set<string>): void {
  for (const statement of statements) {
    if (statement.kind === 'plain') for (const name of declared(statement.tokens)) locals.add(name);
    else if (statement.kind === 'if') {
      collectLocals(statement.then, locals);
      collectLocals(statement.otherwise, locals);
    } else if (statement.kind === 'loop' || statement.kind === 'block') collectLocals(statement.body, locals);
  }
}

/** Names that a declaration declares; empty for another statement. */
export function declared(tokens: readonly Token[]): string[] {
  const [first, second] = tokens;
  if (first?.kind !== 'word' || second === undefined || (second.kind !== 'word' && second.text !== '*')) return [];
  const names: string[] = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    if (/^[([{]$/.test(token.text)) depth += 1;
    if (/^[)\]}]$/.test(token.text)) depth -= 1;
    const next = tokens[i + 1]?.text ?? ';';
    if (depth === 0 && i > 0 && token.kind === 'word' && /^(?:=|,|;|\[)$/.test(next) && !isValue(tokens, i))
      names.push(token.text);
  });
  return names;
}

/** True for a word on the right side of the last `=`. */
function isValue(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    if (tokens[i]?.text === '=') return true;
    if (tokens[i]?.text === ',') return false;
  }
  return false;
}
