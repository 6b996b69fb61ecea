import { callsIn } from '../code/calls-in.js';
import type { FunctionBody } from '../code/functions.js';
import { functionsOf } from '../code/functions.js';
import { walkPaths } from '../code/paths.js';
import { spell, statementsOf } from '../code/statements.js';
import type { Check, CheckHit } from './check.js';
import { isCode } from './check.js';

const take = /^(?:raw_)?(?:spin|read|write)_lock(?:_irq|_irqsave|_bh)?$|^mutex_lock(?:_\w+)?$|^down_(?:read|write)$/;
const give = /^(?:raw_)?(?:spin|read|write)_unlock(?:_irq|_irqrestore|_bh)?$|^mutex_unlock$|^up_(?:read|write)$/;

/** Two locks are taken in both orders. */
export const lockOrder: Check = {
  id: 'lock-order',
  level: 'error',
  certainty: 'likely',
  why: 'Two callers that take the locks in different orders can wait for each other for ever.',
  looksAt: isCode,
  find: (source) => conflicts(functionsOf(source)),
};

function locksOf(fn: FunctionBody): Set<string> {
  return new Set(callsIn(fn.body).flatMap((call) => (take.test(call.name) ? [spell(call.args[0] ?? [])] : [])));
}

interface Order {
  readonly first: string;
  readonly then: string;
  readonly fn: string;
  readonly line: number;
  /** Function in which the second lock is taken, when it is another one. */
  readonly through: string;
}

function conflicts(functions: readonly FunctionBody[]): CheckHit[] {
  const taken = new Map(functions.map((fn) => [fn.name, locksOf(fn)]));
  const orders = functions.flatMap((fn) => ordersOf(fn, taken));
  const hits = new Map<string, CheckHit>();
  for (const order of orders) {
    const against = orders.find((other) => other.first === order.then && other.then === order.first);
    if (against === undefined) continue;
    const through = order.through === '' ? '' : ` through ${order.through}()`;
    const message = `takes ${order.then}${through} while it holds ${order.first}; ${against.fn}() takes them the other way round`;
    hits.set(`${order.fn}|${message}`, { line: order.line, symbol: order.fn, message });
  }
  return [...hits.values()];
}

function ordersOf(fn: FunctionBody, taken: ReadonlyMap<string, ReadonlySet<string>>): Order[] {
  const orders: Order[] = [];
  const note = (held: readonly string[], then: string, line: number, through: string): void => {
    for (const first of held) if (first !== then) orders.push({ first, then, fn: fn.name, line, through });
  };
  walkPaths<string[]>(statementsOf(fn.body), [], {
    copy: (held) => [...held],
    join: (first, second) => first.filter((lock) => second.includes(lock)),
    assume: () => undefined,
    leave: () => undefined,
    tokens: (tokens, line, held) => {
      for (const call of callsIn(tokens)) {
        const lock = spell(call.args[0] ?? []);
        if (take.test(call.name)) {
          note(held, lock, line, '');
          held.push(lock);
        } else if (give.test(call.name)) {
          const at = held.lastIndexOf(lock);
          if (at >= 0) held.splice(at, 1);
        } else for (const inner of taken.get(call.name) ?? []) note(held, inner, line, call.name);
      }
    },
  });
  return orders;
}
