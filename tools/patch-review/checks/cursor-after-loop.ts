import { functionsOf, splitByComma } from '../code/functions.js';
import type { Statement } from '../code/statements.js';
import { spell, statementsOf } from '../code/statements.js';
import type { Token } from '../code/lex.js';
import type { Check, CheckHit } from './check.js';
import { isCode } from './check.js';

/** The cursor of a list loop is used behind the loop. */
export const cursorAfterLoop: Check = {
  id: 'cursor-after-loop',
  level: 'error',
  certainty: 'likely',
  why: 'A loop that ran to its end leaves the cursor on the list head, which is no entry; writing through it damages the list.',
  looksAt: isCode,
  find: (source) =>
    functionsOf(source).flatMap((fn) =>
      lists(statementsOf(fn.body)).flatMap((statements) =>
        usesBehind(statements).map((hit) => ({ ...hit, symbol: fn.name })),
      ),
    ),
};

/** Every list of statements in a tree. */
function lists(statements: readonly Statement[]): (readonly Statement[])[] {
  const found: (readonly Statement[])[] = [statements];
  for (const statement of statements) {
    if (statement.kind === 'if') found.push(...lists(statement.then), ...lists(statement.otherwise));
    if (statement.kind === 'loop' || statement.kind === 'block') found.push(...lists(statement.body));
  }
  return found;
}

function usesBehind(statements: readonly Statement[]): Omit<CheckHit, 'symbol'>[] {
  return statements.flatMap((statement, i) => {
    if (statement.kind !== 'loop' || !/^(?:list|hlist)_for_each_entry/.test(statement.word)) return [];
    const cursor = spell(splitByComma(statement.head)[0] ?? []);
    if (!/^[A-Za-z_]\w*$/.test(cursor)) return [];
    const use = firstUse(statements.slice(i + 1), cursor);
    return use === null ? [] : [{ line: use.line, message: `uses ${cursor} after the loop that it was the cursor of` }];
  });
}

/** First place where the cursor is read; null when it gets a new value first. */
function firstUse(statements: readonly Statement[], cursor: string): Token | null {
  for (const statement of statements) {
    const tokens = flat([statement]);
    const at = tokens.findIndex((token, i) => token.text === cursor && !/^(?:->|\.)$/.test(tokens[i - 1]?.text ?? ''));
    if (at < 0) continue;
    // Another loop over it, or an assignment, starts afresh.
    if (statement.kind === 'loop' && spell(splitByComma(statement.head)[0] ?? []) === cursor) return null;
    if (tokens[at + 1]?.text === '=') return null;
    return tokens[at] ?? null;
  }
  return null;
}

function flat(statements: readonly Statement[]): Token[] {
  return statements.flatMap((statement) => {
    if (statement.kind === 'if') return [...statement.condition, ...flat(statement.then), ...flat(statement.otherwise)];
    if (statement.kind === 'loop') return [...statement.head, ...flat(statement.body)];
    if (statement.kind === 'block') return flat(statement.body);
    if (statement.kind === 'return') return [...statement.value];
    return statement.kind === 'plain' ? [...statement.tokens] : [];
  });
}
