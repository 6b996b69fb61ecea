/** Statements of a function's body as a tree. What does not fit is kept as a plain statement. */
import { closing } from './functions.js';
import type { Token } from './lex.js';

export type Statement =
  | {
      readonly kind: 'if';
      readonly condition: readonly Token[];
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
      readonly line: number;
    }
  /** `while`, `for`, `switch`, and macros that look like them. */
  | {
      readonly kind: 'loop';
      readonly word: string;
      readonly head: readonly Token[];
      readonly body: readonly Statement[];
      readonly line: number;
      readonly endLine: number;
    }
  | { readonly kind: 'block'; readonly body: readonly Statement[]; readonly line: number }
  | { readonly kind: 'return'; readonly value: readonly Token[]; readonly line: number }
  | { readonly kind: 'goto'; readonly label: string; readonly line: number }
  | { readonly kind: 'label'; readonly label: string; readonly line: number }
  | { readonly kind: 'plain'; readonly tokens: readonly Token[]; readonly line: number };

const deepest = 64;

/** Statements of tokens between two braces. */
export function statementsOf(tokens: readonly Token[]): Statement[] {
  return new StatementReader(tokens).all();
}

class StatementReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  all(): Statement[] {
    const found: Statement[] = [];
    while (this.#at < this.#tokens.length) {
      const before = this.#at;
      found.push(...this.#one());
      if (this.#at === before) this.#at += 1;
    }
    return found;
  }

  #text(offset = 0): string {
    return this.#tokens[this.#at + offset]?.text ?? '';
  }

  #one(): Statement[] {
    const line = this.#tokens[this.#at]?.line ?? 0;
    const text = this.#text();
    if (text === ';' || text === '}' || text === '') {
      this.#at += 1;
      return [];
    }
    if (this.#depth > deepest) return [this.#plain(line)];
    if (text === '{') return [{ kind: 'block', body: this.#braces(), line }];
    if (text === 'if' && this.#text(1) === '(') return [this.#if(line)];
    if (text === 'else') {
      // The `if` of a cut text is not at hand.
      this.#at += 1;
      return this.#body();
    }
    if (text === 'do') {
      this.#at += 1;
      const body = this.#body();
      return [{ kind: 'loop', word: 'do', head: this.#rest(), body, line, endLine: this.#lastLine() }];
    }
    if (text === 'return') return [{ kind: 'return', value: this.#rest().slice(1), line }];
    if (text === 'goto') return [{ kind: 'goto', label: this.#rest()[1]?.text ?? '', line }];
    if (text === 'case' || text === 'default') return this.#label(line);
    if (this.#text(1) === ':' && this.#tokens[this.#at]?.kind === 'word' && this.#text(2) !== ':')
      return this.#label(line);
    if (this.#isLoop()) return [this.#loop(line)];
    return [this.#plain(line)];
  }

  #if(line: number): Statement {
    const close = closing(this.#tokens, this.#at + 1);
    const condition = this.#tokens.slice(this.#at + 2, close);
    this.#at = close + 1;
    const then = this.#body();
    let otherwise: Statement[] = [];
    if (this.#text() === 'else') {
      this.#at += 1;
      otherwise = this.#body();
    }
    return { kind: 'if', condition, then, otherwise, line };
  }

  /** `while (..)`, `for (..)`, `switch (..)`, or a macro call that a statement follows: `list_for_each_entry(..)`. */
  #isLoop(): boolean {
    const text = this.#text();
    if (this.#text(1) !== '(') return false;
    if (text === 'while' || text === 'for' || text === 'switch') return true;
    if (!/for_each/.test(text)) return false;
    const after = this.#tokens[closing(this.#tokens, this.#at + 1) + 1]?.text;
    return after !== ';' && after !== undefined;
  }

  #loop(line: number): Statement {
    const word = this.#text();
    const close = closing(this.#tokens, this.#at + 1);
    const head = this.#tokens.slice(this.#at + 2, close);
    this.#at = close + 1;
    const body = this.#text() === ';' ? [] : this.#body();
    return { kind: 'loop', word, head, body, line, endLine: this.#lastLine() };
  }

  #label(line: number): Statement[] {
    const from = this.#at;
    while (this.#at < this.#tokens.length && this.#text() !== ':') this.#at += 1;
    const label = this.#tokens
      .slice(from, this.#at)
      .map((token) => token.text)
      .join(' ');
    this.#at += 1;
    return [{ kind: 'label', label, line }];
  }

  #body(): Statement[] {
    this.#depth += 1;
    const found = this.#text() === '{' ? this.#braces() : this.#one();
    this.#depth -= 1;
    return found;
  }

  #braces(): Statement[] {
    const close = closing(this.#tokens, this.#at);
    const inside = new StatementReader(this.#tokens.slice(this.#at + 1, close));
    inside.#depth = this.#depth + 1;
    this.#at = close + 1;
    return inside.#depth > deepest ? [] : inside.all();
  }

  #plain(line: number): Statement {
    return { kind: 'plain', tokens: this.#rest(), line };
  }

  /** Tokens up to the semicolon, which is eaten; braces and brackets inside belong to it. */
  #rest(): Token[] {
    const from = this.#at;
    while (this.#at < this.#tokens.length && this.#text() !== ';') {
      const open = this.#text();
      if (open === '}') break;
      this.#at = open === '(' || open === '{' || open === '[' ? closing(this.#tokens, this.#at) + 1 : this.#at + 1;
    }
    const found = this.#tokens.slice(from, this.#at);
    if (this.#text() === ';') this.#at += 1;
    return found;
  }

  #lastLine(): number {
    return this.#tokens[Math.min(this.#at, this.#tokens.length) - 1]?.line ?? 0;
  }
}

/** Every statement of a tree, outer ones first, each with the statements around it. */
export function walkStatements(
  statements: readonly Statement[],
  visit: (statement: Statement, around: readonly Statement[]) => void,
  around: readonly Statement[] = [],
): void {
  for (const statement of statements) {
    visit(statement, around);
    const inner = [...around, statement];
    if (statement.kind === 'if') {
      walkStatements(statement.then, visit, inner);
      walkStatements(statement.otherwise, visit, inner);
    } else if (statement.kind === 'loop' || statement.kind === 'block') walkStatements(statement.body, visit, inner);
  }
}

/** Text of tokens with one space between words and none around most signs, so that layout does not matter. */
export function spell(tokens: readonly Token[]): string {
  let text = '';
  let before: Token | undefined;
  // Only the end of the text decides about the next token.
  let end = '';
  for (const token of tokens) {
    const glued =
      before === undefined ||
      /^(?:[),;\].]|->|\+\+|--)$/.test(token.text) ||
      /^(?:[(![.~]|->)$/.test(before.text) ||
      (token.text === '(' && before.kind === 'word' && before.text !== 'return') ||
      (token.text === '[' && before.kind === 'word') ||
      (before.text === '*' && isUnaryStar(end)) ||
      (before.text === '-' && /(?:^|[(,=<>&|?:]|return) ?-$/.test(end)) ||
      (before.text === '&' && /(?:^|[(,=<>&|?:]|return) ?&$/.test(end));
    const piece = glued ? token.text : ` ${token.text}`;
    text += piece;
    end = (end + piece).slice(-120);
    before = token;
  }
  return text;
}

function isUnaryStar(text: string): boolean {
  return /(?:^|[(,=<>&|?:*]|\b(?:struct|enum|union) \w+|void|return) ?\*$/.test(text);
}
