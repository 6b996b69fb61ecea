/** Conditions as text in one form, so that `if (x) .. else error` and `if (!x) error` are the same. */
import type { Token } from '../code/lex.js';
import { spell } from '../code/statements.js';

const opposite: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** Text of a condition, or of its contrary. `x == NULL` and `x == 0` are `!x`; `unlikely(x)` is `x`. */
export function conditionText(condition: readonly Token[], isNegated: boolean): string {
  const bare = unwrapped(condition.filter((token) => token.text !== 'unlikely' && token.text !== 'likely'));
  const joint = bare.some((token) => token.text === '&&' || token.text === '||');
  if (joint) return isNegated ? `!(${spell(bare)})` : spell(bare);
  const text = plainText(bare);
  return isNegated ? contrary(text) : text;
}

function plainText(tokens: readonly Token[]): string {
  const text = spell(tokens);
  const nothing = /^(.*) (==|!=) (?:NULL|0)$/.exec(text) ?? /^(?:NULL|0) (==|!=) (.*)$/.exec(text);
  if (nothing === null) return text;
  const [place, sign] =
    text.startsWith('NULL') || text.startsWith('0 ') ? [nothing[2], nothing[1]] : [nothing[1], nothing[2]];
  return sign === '==' ? `!${place ?? ''}` : (place ?? '');
}

function contrary(text: string): string {
  if (/^![\w>.()[\]-]+$/.test(text)) return text.slice(1);
  const compared = /^([^<>=!]+) (==|!=|<|<=|>|>=) ([^<>=!]+)$/.exec(text);
  if (compared !== null) return `${compared[1] ?? ''} ${opposite[compared[2] ?? ''] ?? ''} ${compared[3] ?? ''}`;
  return /^[\w>.[\]-]+(?:\(.*\))?$/.test(text) ? `!${text}` : `!(${text})`;
}

/** A condition without brackets around all of it. */
function unwrapped(tokens: readonly Token[]): readonly Token[] {
  if (tokens[0]?.text !== '(') return tokens;
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (depth === 0) return i === tokens.length - 1 ? unwrapped(tokens.slice(1, -1)) : tokens;
  }
  return tokens;
}
