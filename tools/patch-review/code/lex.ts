/**
 * Tokens of C text, for comparing bodies of functions.
 *
 * Declarations and calls are read by the C front end. What is compared before and after a patch may be a piece of a
 * function, cut where a hunk ends; tokens survive that.
 */

export interface Token {
  readonly text: string;
  readonly kind: 'word' | 'number' | 'text' | 'sign';
  /** 1-based line in the file. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;
}

const space = /[ \t\r\f\v]+/y;
const word = /[A-Za-z_$\u0080-\u00ff][\w$\u0080-\u00ff]*/y;
const number = /(?:0[xX][\da-fA-F]+|\d[\d.]*(?:[eE][+-]?\d+)?)[uUlLfF]*/y;
const sign = /<<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^=]=|##|[^\s]/y;

/** Tokens of a text that starts on `firstLine`. Comments and preprocessor lines give none. */
export function lex(text: string, firstLine = 1): Token[] {
  const tokens: Token[] = [];
  let line = firstLine;
  let at = 0;
  let lineAt = 0;
  let atLineStart = true;
  while (at < text.length) {
    const letter = text[at]!;
    if (letter === '\n') {
      line += 1;
      at += 1;
      lineAt = at;
      atLineStart = true;
      continue;
    }
    const skipped = skipBlank(text, at, atLineStart);
    if (skipped > at) {
      const more = newlines(text, at, skipped);
      if (more > 0) lineAt = text.lastIndexOf('\n', skipped - 1) + 1;
      line += more;
      at = skipped;
      continue;
    }
    atLineStart = false;
    const end = tokenEnd(text, at);
    const piece = text.slice(at, end);
    tokens.push({ text: piece, kind: kindOf(letter), line, column: at - lineAt + 1 });
    line += newlines(text, at, end);
    at = end;
  }
  return tokens;
}

function kindOf(first: string): Token['kind'] {
  if (first === '"' || first === "'") return 'text';
  if (first >= '0' && first <= '9') return 'number';
  return /[A-Za-z_$\u0080-\u00ff]/.test(first) ? 'word' : 'sign';
}

/** End of blanks, a comment or a preprocessor line that begins at `at`; `at` when there is none. */
function skipBlank(text: string, at: number, atLineStart: boolean): number {
  const blank = match(space, text, at);
  if (blank > at) return blank;
  if (text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? text.length : end + 2;
  }
  if (text.startsWith('//', at)) return lineEnd(text, at);
  if (text[at] === '#' && atLineStart) return lineEnd(text, at);
  if (text[at] === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) return text.indexOf('\n', at) + 1;
  return at;
}

/** The newline that ends a line, continued lines and comments inside of it included. */
function lineEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    const before = text[end - 1] === '\r' ? text[end - 2] : text[end - 1];
    if (before !== '\\') return end;
    at = end + 1;
  }
}

function tokenEnd(text: string, at: number): number {
  const letter = text[at]!;
  if (letter === '"' || letter === "'") return quotedEnd(text, at, letter);
  if (letter >= '0' && letter <= '9') return Math.max(match(number, text, at), at + 1);
  const named = match(word, text, at);
  return named > at ? named : Math.max(match(sign, text, at), at + 1);
}

function quotedEnd(text: string, from: number, quote: string): number {
  let at = from + 1;
  while (at < text.length && text[at] !== quote) {
    // A quote that is not closed ends with its line.
    if (text[at] === '\n') return at;
    at += text[at] === '\\' ? 2 : 1;
  }
  return Math.min(at + 1, text.length);
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === 10) count++;
  return count;
}
