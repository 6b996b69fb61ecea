import { outcomeOf } from '../behaviour/guards.js';
import { functionsOf } from '../code/functions.js';
import type { FunctionBody } from '../code/functions.js';
import type { Token } from '../code/lex.js';
import type { Statement } from '../code/statements.js';
import { spell, statementsOf } from '../code/statements.js';
import type { Check, CheckHit } from './check.js';
import { isCode } from './check.js';

const locks = /^(?:raw_)?(?:spin|read|write)_lock(?:_irq|_irqsave|_bh)?$|^mutex_lock(?:_\w+)?$|^down_(?:read|write)$/;

/** A limit is tested before the lock is taken under which it is changed. */
export const checkOutsideLock: Check = {
  id: 'check-outside-lock',
  level: 'warning',
  certainty: 'likely',
  why: 'Two callers can both pass the test before either takes the lock.',
  looksAt: isCode,
  find: (source) => functionsOf(source).flatMap(testedOutside),
};

function testedOutside(fn: FunctionBody): CheckHit[] {
  const statements = statementsOf(fn.body);
  const lockAt = statements.findIndex(
    (statement) => statement.kind === 'plain' && locks.test(statement.tokens[0]?.text ?? ''),
  );
  if (lockAt < 0) return [];
  const lock = statements[lockAt];
  const lockName = lock?.kind === 'plain' ? spell(lock.tokens.slice(2, -1)) : '';
  const changed = new Set(changedPlaces(fn.body, lock?.line ?? 0));
  return statements.slice(0, lockAt).flatMap((statement) => {
    if (statement.kind !== 'if' || outcomeOf(statement.then) === null) return [];
    const place = comparedPlaces(statement).find((candidate) => changed.has(candidate));
    if (place === undefined) return [];
    return [
      {
        line: statement.line,
        symbol: fn.name,
        message: `tests ${place} before it takes ${lockName}, under which it changes it`,
      },
    ];
  });
}

/** Members and globals in a condition that compares by size. */
function comparedPlaces(statement: Statement & { kind: 'if' }): string[] {
  const text = spell(statement.condition);
  if (!/[<>]/.test(text)) return [];
  return text.match(/[A-Za-z_]\w*(?:(?:->|\.)[A-Za-z_]\w*)*/g) ?? [];
}

/** Places that get another value in lines after `from`. */
function changedPlaces(tokens: readonly Token[], from: number): string[] {
  const places: string[] = [];
  tokens.forEach((token, i) => {
    if (token.line <= from || !/^(?:=|\+=|-=|\+\+|--)$/.test(token.text)) return;
    let start = i - 1;
    while (start > 1 && /^(?:->|\.)$/.test(tokens[start - 1]?.text ?? '')) start -= 2;
    const place = spell(tokens.slice(start, i));
    const declares = tokens[start - 1]?.kind === 'word' || tokens[start - 1]?.text === '*';
    if (!declares && /^[A-Za-z_]/.test(place)) places.push(place);
  });
  return places;
}
