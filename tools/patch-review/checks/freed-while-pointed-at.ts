import { callsIn } from '../code/calls-in.js';
import { functionsOf } from '../code/functions.js';
import type { FunctionBody } from '../code/functions.js';
import { spell, statementsOf, walkStatements } from '../code/statements.js';
import type { Source } from '../tree/model.js';
import type { Check, CheckHit } from './check.js';
import { isCode } from './check.js';

const drops = /_(?:put|free|release)(?:_locked)?$/;

/** A container is freed after its members were merely let go. */
export const freedWhilePointedAt: Check = {
  id: 'freed-while-pointed-at',
  level: 'warning',
  certainty: 'needs-human',
  why: 'A member that somebody else still holds survives and follows a dead pointer later.',
  looksAt: isCode,
  find: (source) => {
    const members = pointerMembers(source);
    return functionsOf(source).flatMap((fn) => freesTooEarly(fn, members));
  },
};

/** Structs that point at another struct, by the name of the latter. */
function pointerMembers(source: Source): Map<string, { owner: string; member: string }[]> {
  const found = new Map<string, { owner: string; member: string }[]>();
  for (const span of source.spans) {
    for (const match of span.text.matchAll(/^struct ([A-Za-z_]\w*)\s*\{([^}]*)\}/gm)) {
      for (const member of (match[2] ?? '').matchAll(/struct ([A-Za-z_]\w*)\s*\*\s*([A-Za-z_]\w*)\s*;/g)) {
        const [, type = '', name = ''] = member;
        if (type !== match[1]) found.set(type, [...(found.get(type) ?? []), { owner: match[1] ?? '', member: name }]);
      }
    }
  }
  return found;
}

function freesTooEarly(
  fn: FunctionBody,
  members: ReadonlyMap<string, readonly { owner: string; member: string }[]>,
): CheckHit[] {
  const statements = statementsOf(fn.body);
  const types = typesOf(fn);
  let letGo = '';
  walkStatements(statements, (statement) => {
    if (statement.kind !== 'loop') return;
    walkStatements(statement.body, (inner) => {
      const call =
        inner.kind === 'plain'
          ? callsIn(inner.tokens).find((one) => drops.test(one.name) && !/^k?v?free$|^kfree/.test(one.name))
          : undefined;
      if (call !== undefined) letGo = call.name;
    });
  });
  if (letGo === '') return [];
  return callsIn(fn.body).flatMap((call) => {
    if (!/^k(?:v)?free(?:_rcu)?$/.test(call.name)) return [];
    const freed = spell(call.args[0] ?? []);
    const pointers = members.get(types.get(freed) ?? '') ?? [];
    const [pointer] = pointers.filter(({ member }) => !clears(fn, member));
    if (pointer === undefined) return [];
    const message = `frees ${freed} after ${letGo}() let its members go; a struct ${pointer.owner} that is still held points at it by ->${pointer.member}`;
    return [{ line: call.line, symbol: fn.name, message }];
  });
}

/** Struct names of parameters and local variables. */
function typesOf(fn: FunctionBody): Map<string, string> {
  const types = new Map<string, string>();
  for (const tokens of [fn.head, fn.body]) {
    tokens.forEach((token, i) => {
      if (token.text !== 'struct') return;
      const type = tokens[i + 1]?.text ?? '';
      let at = i + 2;
      while (tokens[at]?.text === '*') at += 1;
      const name = tokens[at];
      if (at > i + 2 && name?.kind === 'word') types.set(name.text, type);
    });
  }
  return types;
}

function clears(fn: FunctionBody, member: string): boolean {
  return fn.body.some(
    (token, i) => token.text === member && fn.body[i - 1]?.text === '->' && fn.body[i + 1]?.text === '=',
  );
}
