import { callsIn } from '../code/calls-in.js';
import { functionsOf } from '../code/functions.js';
import type { FunctionBody } from '../code/functions.js';
import { spell, statementsOf, walkStatements } from '../code/statements.js';
import type { Check, CheckContext, CheckHit } from './check.js';
import { isCode } from './check.js';

/** A struct on the stack is handed on with members that nobody set. */
export const payloadUninitialised: Check = {
  id: 'payload-uninitialised',
  level: 'error',
  certainty: 'likely',
  why: 'Whoever receives it reads what was on the stack before.',
  looksAt: isCode,
  find: (source, context) => functionsOf(source).flatMap((fn) => unsetIn(fn, context)),
};

function unsetIn(fn: FunctionBody, context: CheckContext): CheckHit[] {
  const hits: CheckHit[] = [];
  walkStatements(statementsOf(fn.body), (statement) => {
    if (statement.kind !== 'plain') return;
    const [word, type, name, ...rest] = statement.tokens;
    if (word?.text !== 'struct' || type?.kind !== 'word' || name?.kind !== 'word' || rest.length > 0) return;
    const body = context.structBody(type.text);
    if (body === undefined) return;
    const hit = unsetMembers(fn, name.text, membersOf(body));
    if (hit !== null) hits.push({ ...hit, symbol: fn.name });
  });
  return hits;
}

function membersOf(body: string): string[] {
  if (/[{}]/.test(body)) return [];
  return body.split(';').flatMap((part) => /([A-Za-z_]\w*)\s*(?:\[[^\]]*\])?\s*$/.exec(part.trim())?.[1] ?? []);
}

function unsetMembers(fn: FunctionBody, name: string, members: readonly string[]): Omit<CheckHit, 'symbol'> | null {
  const handedOn = callsIn(fn.body).find(
    (call) =>
      call.args.some((arg) => spell(arg) === `&${name}`) && !/^(?:memset|memcpy|memzero_explicit)$/.test(call.name),
  );
  if (handedOn === undefined || members.length === 0) return null;
  const set = new Set<string>();
  let whole = false;
  fn.body.forEach((token, i) => {
    if (token.text !== name) return;
    const [dot, member, equals] = [fn.body[i + 1]?.text, fn.body[i + 2]?.text, fn.body[i + 3]?.text];
    if (dot === '=') whole = true;
    if (dot === '.' && equals === '=' && member !== undefined) set.add(member);
  });
  const zeroed = callsIn(fn.body).some(
    (call) => /^(?:memset|memcpy|memzero_explicit)$/.test(call.name) && spell(call.args[0] ?? []) === `&${name}`,
  );
  const unset = members.filter((member) => !set.has(member));
  // Nothing set at all: the callee fills it.
  if (whole || zeroed || set.size === 0 || unset.length === 0) return null;
  return { line: handedOn.line, message: `hands ${name} to ${handedOn.name}() without setting ${unset.join(', ')}` };
}
