import { callsIn } from '../code/calls-in.js';
import { functionsOf } from '../code/functions.js';
import type { FunctionBody } from '../code/functions.js';
import { walkPaths } from '../code/paths.js';
import { spell, statementsOf } from '../code/statements.js';
import type { Check, CheckHit } from './check.js';
import { isCode } from './check.js';

const frees = /(?:^|_)(?:free|erase|remove|release|destroy)(?:_|$)|^kfree/;

/** What was given back on an error path is returned as if it were the result. */
export const freedIdReturned: Check = {
  id: 'freed-id-returned',
  level: 'error',
  certainty: 'likely',
  why: 'The caller takes the value for its own; somebody else gets the same one.',
  looksAt: isCode,
  find: (source) => functionsOf(source).flatMap(returnsFreed),
};

function returnsFreed(fn: FunctionBody): CheckHit[] {
  const hits = new Map<number, CheckHit>();
  // A function that frees for a living returns what it freed on purpose.
  if (frees.test(fn.name)) return [];
  walkPaths<Map<string, string>>(statementsOf(fn.body), new Map(), {
    copy: (freed) => new Map(freed),
    join: (first, second) => new Map([...first, ...second]),
    tokens: (tokens, _line, freed) => {
      const equals = tokens.findIndex((token) => token.text === '=');
      for (const call of callsIn(tokens)) {
        if (!frees.test(call.name)) continue;
        for (const arg of call.args) if (arg.length === 1 && arg[0]?.kind === 'word') freed.set(arg[0].text, call.name);
      }
      if (equals > 0) freed.delete(tokens[equals - 1]?.text ?? '');
    },
    assume: () => undefined,
    leave: (value, line, freed) => {
      const name = spell(value);
      const by = freed.get(name);
      if (by !== undefined)
        hits.set(line, { line, symbol: fn.name, message: `returns ${name} after ${by}() gave it back` });
    },
  });
  return [...hits.values()];
}
