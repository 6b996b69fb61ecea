import { callsIn } from '../code/calls-in.js';
import { errorIn } from '../behaviour/guards.js';
import { functionsOf } from '../code/functions.js';
import type { FunctionBody } from '../code/functions.js';
import type { Token } from '../code/lex.js';
import { walkPaths } from '../code/paths.js';
import { spell, statementsOf } from '../code/statements.js';
import type { Check, CheckContext, CheckHit } from './check.js';
import { isCode } from './check.js';

/** An error path that does not give back what the function took. */
export const referenceKept: Check = {
  id: 'reference-kept',
  level: 'error',
  certainty: 'likely',
  why: 'What is counted by reference never dies when one path keeps its reference.',
  looksAt: isCode,
  find: (source, context) => functionsOf(source).flatMap((fn) => keptIn(fn, context)),
};

interface Held {
  readonly taker: string;
  /** Variable with the number that the taker returned; empty when it returned the thing itself, or nothing. */
  readonly status: string;
  readonly line: number;
  readonly releasers: readonly string[];
}

function keptIn(fn: FunctionBody, context: CheckContext): CheckHit[] {
  const calls = callsIn(fn.body);
  const takers = calls.filter((call) => context.takers.has(call.name));
  // Without a release anywhere the function hands its reference on.
  const releases = new Set(takers.flatMap((call) => context.takers.get(call.name) ?? []));
  if (!calls.some((call) => releases.has(call.name))) return [];
  const hits = new Map<string, CheckHit>();
  walkPaths<Map<string, Held>>(statementsOf(fn.body), new Map(), {
    copy: (held) => new Map(held),
    join: (first, second) => new Map([...first].filter(([place]) => second.has(place))),
    tokens: (tokens, line, held) => take(tokens, line, held, context),
    assume: (condition, holds, held) => {
      for (const [place, one] of [...held]) {
        if (isMissing(condition, place) === holds || isRefused(condition, one) === holds) held.delete(place);
      }
    },
    leave: (value, line, held) => {
      if (errorIn(value) === null && !/^(?:ret|err|rc|NULL|false|ERR_PTR\(.*\))$/.test(spell(value))) return;
      for (const [place, { taker }] of held) {
        const message = `leaves with ${spell(value)} and keeps the reference on ${place} from ${taker}()`;
        hits.set(message, { line, symbol: fn.name, message });
      }
    },
  });
  return [...hits.values()];
}

/** Notes references taken and given back in one statement. */
function take(tokens: readonly Token[], line: number, held: Map<string, Held>, context: CheckContext): void {
  const equals = tokens.findIndex((token) => token.text === '=');
  const target = equals > 0 ? spell(lastPlace(tokens.slice(0, equals))) : '';
  for (const call of callsIn(tokens)) {
    for (const [place, { releasers }] of [...held]) {
      if (releasers.includes(call.name) && call.args.some((arg) => spell(arg) === place)) held.delete(place);
    }
    const releasers = context.takers.get(call.name);
    if (releasers === undefined) continue;
    const isStatus = /^(?:ret|err|rc|error|status)$/.test(target);
    const place = target !== '' && !isStatus ? target : spell(call.args.at(-1) ?? []);
    // What is kept in an object outlives the function on purpose.
    if (/^[A-Za-z_]\w*$/.test(place))
      held.set(place, { taker: call.name, line, releasers, status: isStatus ? target : '' });
  }
  if (equals > 0 && target.includes('->')) held.delete(spell(tokens.slice(equals + 1)));
}

function lastPlace(tokens: readonly Token[]): readonly Token[] {
  const from = tokens.findLastIndex(
    (token, i) => token.kind === 'word' && !/^(?:->|\.)$/.test(tokens[i - 1]?.text ?? ''),
  );
  return tokens.slice(from);
}

/** True when the condition holds if there is nothing in the place; null when it asks something else. */
function isMissing(condition: readonly Token[], place: string): boolean | null {
  const text = spell(condition).replace(/\b(?:un)?likely\((.*)\)$/, '$1');
  if (
    text === `!${place}` ||
    text === `${place} == NULL` ||
    new RegExp(`^IS_ERR(?:_OR_NULL)?\\(${place}\\)$`).test(text)
  )
    return true;
  return text === place ||
    text === `${place} != NULL` ||
    text === `!IS_ERR(${place})` ||
    text === `!IS_ERR_OR_NULL(${place})`
    ? false
    : null;
}

/** True when the condition holds if the taker said no; null when it asks something else. */
function isRefused(condition: readonly Token[], held: Held): boolean | null {
  const text = spell(condition).replace(/\b(?:un)?likely\((.*)\)$/, '$1');
  const { status } = held;
  if (status !== '' && (text === status || text === `${status} < 0` || text === `${status} != 0`)) return true;
  if (status !== '' && (text === `!${status}` || text === `${status} == 0`)) return false;
  if (text.startsWith(`${held.taker}(`) && text.endsWith(')')) return true;
  return text.startsWith(`!${held.taker}(`) && text.endsWith(')') ? true : null;
}
