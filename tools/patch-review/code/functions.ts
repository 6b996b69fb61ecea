/** Bodies of functions in C text, whole or as far as the text shows them. */
import { limits } from '../limits.js';
import type { Source } from '../tree/model.js';
import type { Token } from './lex.js';
import { Recent } from './recent.js';
import { tokensOf } from './tokens.js';

export interface FunctionBody {
  readonly name: string;
  /** Line of the name. */
  readonly line: number;
  readonly endLine: number;
  /** Tokens before the body: type, name, parameters. */
  readonly head: readonly Token[];
  /** Names of parameters, in order. */
  readonly params: readonly string[];
  /** Tokens between the outer braces. */
  readonly body: readonly Token[];
  readonly isStatic: boolean;
  readonly isInline: boolean;
  /** False when the text ends before the body does. */
  readonly complete: boolean;
  /** True when the body is over the limit and left out. */
  readonly isTooLong: boolean;
}

const notNames = new Set([
  'if',
  'for',
  'while',
  'switch',
  'return',
  'sizeof',
  'do',
  'else',
  'case',
  'typeof',
  'defined',
]);

const known = new Recent<readonly FunctionBody[]>();

/** Functions of a source, in order; each source is read once. */
export function functionsOf(source: Source): readonly FunctionBody[] {
  return known.of(source, (one) => tokensOf(one).flatMap(functionsIn));
}

/** Functions in tokens; the last one may be cut. */
export function functionsIn(tokens: readonly Token[]): FunctionBody[] {
  const found: FunctionBody[] = [];
  let start = 0;
  let at = 0;
  while (at < tokens.length) {
    const text = tokens[at]!.text;
    if (text === ';' || text === '}') {
      at += 1;
      start = at;
    } else if (text === '{') {
      const end = closing(tokens, at);
      const made = functionAt(tokens, start, at, end);
      if (made !== null) found.push(made);
      at = end + 1;
      // An initializer or a struct goes on until its semicolon.
      start = made === null ? start : at;
    } else at += 1;
  }
  return found;
}

/** Index of the brace or bracket that closes the one at `open`, or the length when the text ends first. */
export function closing(tokens: readonly Token[], open: number): number {
  const left = tokens[open]?.text ?? '';
  const right = left === '{' ? '}' : left === '(' ? ')' : ']';
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]!.text === left) depth += 1;
    else if (tokens[at]!.text === right) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return tokens.length;
}

function functionAt(tokens: readonly Token[], start: number, open: number, end: number): FunctionBody | null {
  const head = tokens.slice(start, open);
  const nameAt = head.findIndex(
    (token, i) => token.kind === 'word' && head[i + 1]?.text === '(' && !isAttribute(token.text),
  );
  const name = head[nameAt];
  if (name === undefined || notNames.has(name.text)) return null;
  if (head.slice(0, nameAt).some((token) => token.text === '=' || token.text === '(')) return null;
  const close = closing(head, nameAt + 1);
  if (head.slice(close + 1).some((token) => token.text === '=')) return null;
  const words = new Set(head.slice(0, nameAt).map((token) => token.text));
  return {
    name: name.text,
    line: name.line,
    endLine: tokens[Math.min(end, tokens.length - 1)]?.line ?? name.line,
    head,
    params: paramNames(head.slice(nameAt + 2, close)),
    body: end - open > limits.bodyTokens ? [] : tokens.slice(open + 1, end),
    isTooLong: end - open > limits.bodyTokens,
    isStatic: words.has('static'),
    isInline: words.has('inline') || words.has('__always_inline'),
    complete: end < tokens.length,
  };
}

function isAttribute(name: string): boolean {
  return (
    name.startsWith('__attribute') ||
    notNames.has(name) ||
    name === 'asm' ||
    name === '__aligned' ||
    name === '__section'
  );
}

function paramNames(tokens: readonly Token[]): string[] {
  return splitByComma(tokens).flatMap((part) => {
    const pointer = part.findIndex((token, i) => token.text === '*' && part[i - 1]?.text === '(');
    const named = pointer >= 0 ? part[pointer + 1] : part.findLast((token) => token.kind === 'word');
    return named === undefined || named.text === 'void' ? [] : [named.text];
  });
}

/** Parts between the commas that are inside no bracket. */
export function splitByComma(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [];
  let depth = 0;
  let part: Token[] = [];
  for (const token of tokens) {
    if ('([{'.includes(token.text)) depth += 1;
    if (')]}'.includes(token.text)) depth -= 1;
    if (token.text === ',' && depth === 0) {
      parts.push(part);
      part = [];
    } else part.push(token);
  }
  if (part.length > 0 || parts.length > 0) parts.push(part);
  return parts;
}
