import { callsIn } from '../code/calls-in.js';
import { functionsOf } from '../code/functions.js';
import type { FunctionBody } from '../code/functions.js';
import type { Token } from '../code/lex.js';
import { walkPaths } from '../code/paths.js';
import { spell, statementsOf } from '../code/statements.js';
import type { Check, CheckHit } from './check.js';
import { isCode } from './check.js';

const frees = /(?:^|_)(?:free|erase|remove|release|destroy)(?:_|$)|^kfree/;
const stores = /(?:^|_)(?:store|insert)(?:_|$)/;

/** An id that was given back, or that could not be recorded, is returned as if it were a good one. */
export const freedIdReturned: Check = {
  id: 'freed-id-returned',
  level: 'error',
  certainty: 'likely',
  why: 'The caller takes the value for its own; somebody else can get the same one.',
  looksAt: isCode,
  find: (source) => functionsOf(source).flatMap(returnsFreed),
};

function returnsFreed(fn: FunctionBody): CheckHit[] {
  const hits = new Map<string, CheckHit>();
  // A function that frees for a living returns what it freed on purpose.
  if (frees.test(fn.name)) return [];
  walkPaths<Map<string, string>>(statementsOf(fn.body), new Map(), {
    copy: (bad) => new Map(bad),
    join: (first, second) => new Map([...first, ...second]),
    tokens: (tokens, _line, bad) => note(tokens, bad),
    assume: (condition, holds, bad) => {
      const failed = failedStore(condition);
      if (failed === null || !holds) return;
      for (const name of failed.names) bad.set(name, `although ${failed.by}() failed`);
    },
    leave: (value, line, bad) => {
      const name = spell(value);
      const why = bad.get(name);
      if (why === undefined) return;
      const message = `returns ${name} ${why}`;
      hits.set(message, { line, symbol: fn.name, message });
    },
  });
  return [...hits.values()];
}

function note(tokens: readonly Token[], bad: Map<string, string>): void {
  for (const call of callsIn(tokens, true)) {
    if (!frees.test(call.name)) continue;
    for (const arg of call.args)
      if (arg.length === 1 && arg[0]?.kind === 'word') bad.set(arg[0].text, `after ${call.name}() gave it back`);
  }
  const equals = tokens.findIndex((token) => token.text === '=');
  if (equals > 0) bad.delete(tokens[equals - 1]?.text ?? '');
}

/** `if (xa_err(xa_store(..id..)))`: the store failed where the condition holds. */
function failedStore(condition: readonly Token[]): { by: string; names: string[] } | null {
  const store = callsIn(condition, true).find((call) => stores.test(call.name));
  if (store === undefined || condition[0]?.text === '!') return null;
  const names = store.args.flatMap((arg) => (arg.length === 1 && arg[0]?.kind === 'word' ? [arg[0].text] : []));
  return { by: store.name, names };
}
