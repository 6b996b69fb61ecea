/** Calls of certain functions in C text: in functions, in bodies of `#define`, and where the function is handed on. */
import { readCalls } from '../../c/index.js';
import type { Source } from '../tree/model.js';
import type { FunctionBody } from './functions.js';
import { closing, functionsOf, splitByComma } from './functions.js';
import type { Token } from './lex.js';
import { lex } from './lex.js';
import { tokensOf } from './tokens.js';
import { spell } from './statements.js';

export interface FoundCall {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Texts of the arguments; null when the function is handed on without a call. */
  readonly args: readonly string[] | null;
  /** Function around it; empty at the level of the file. */
  readonly inside: string;
  /** Place the result is put in; empty when there is none. */
  readonly into: string;
  readonly form: 'call' | 'macro' | 'reference';
}

/** A mention that could not be taken for anything. */
export interface Unread {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

export interface CallsOfFile {
  readonly calls: readonly FoundCall[];
  readonly unread: readonly Unread[];
}

/** Finds the calls of `names` in a source: whole files by the C grammar, pieces by their tokens. */
export function callsOf(source: Source, names: ReadonlySet<string>): CallsOfFile {
  return source.whole ? callsByGrammar(source, names) : callsByTokens(source, names);
}

function callsByTokens(source: Source, names: ReadonlySet<string>): CallsOfFile {
  const calls: FoundCall[] = [];
  const unread: Unread[] = [];
  const functions = functionsOf(source);
  const own = new Set(functions.filter((fn) => fn.isStatic && !fn.isInline && names.has(fn.name)).map((fn) => fn.name));
  for (const [i, span] of source.spans.entries()) {
    calls.push(...inTokens(tokensOf(source)[i] ?? [], source.path, names, functions));
    readMacros(span.text.split('\n'), span.line, { path: source.path, names, calls, unread });
  }
  return {
    calls: calls.filter((call) => !own.has(call.name)).sort((a, b) => a.line - b.line || a.column - b.column),
    unread,
  };
}

function callsByGrammar(source: Source, names: ReadonlySet<string>): CallsOfFile {
  const text = source.spans.map((span) => span.text).join('');
  const read = readCalls(text, source.path, names);
  const unread: Unread[] = read.notRead.map(({ symbol, line, reason }) => ({
    name: symbol,
    file: source.path,
    line,
    reason,
  }));
  const calls: FoundCall[] = read.calls.map((call) => ({
    name: call.name,
    file: source.path,
    line: call.line,
    column: call.column,
    args: call.args.map((arg) => spell(lex(arg.text))),
    inside: call.macro ?? call.function ?? '',
    into: targetBefore(text, call.start),
    form: call.macro === null ? 'call' : 'macro',
  }));
  for (const { name, line, column, function: inside } of read.references) {
    calls.push({
      name,
      file: source.path,
      line,
      column,
      args: null,
      inside: inside ?? '',
      into: '',
      form: 'reference',
    });
  }
  if (text.includes('##')) readMacros(text.split('\n'), 1, { path: source.path, names, calls: [], unread });
  return { calls: calls.sort((a, b) => a.line - b.line || a.column - b.column), unread };
}

/** What a call's result is put in, from the text of its statement before it. */
function targetBefore(text: string, start: number): string {
  const from = Math.max(
    text.lastIndexOf(';', start - 1),
    text.lastIndexOf('{', start - 1),
    text.lastIndexOf('}', start - 1),
  );
  const tokens = [...lex(text.slice(from + 1, start)), { text: 'x', kind: 'word' as const, line: 0, column: 0 }];
  return targetOf(tokens, tokens.length - 1);
}

function inTokens(
  tokens: readonly Token[],
  file: string,
  names: ReadonlySet<string>,
  functions: readonly FunctionBody[],
): FoundCall[] {
  const found: FoundCall[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== 'word' || !names.has(token.text)) return;
    const before = tokens[i - 1]?.text ?? '';
    if (before === '->' || before === '.') return;
    const inside =
      functions.find((fn) => token.line >= fn.line && token.line <= fn.endLine && fn.name !== token.text)?.name ?? '';
    const isCalled = tokens[i + 1]?.text === '(';
    if (isDeclaration(tokens, i, functions)) return;
    if (!isCalled && /^(?:struct|enum|union|goto)$/.test(before)) return;
    if (/^EXPORT_SYMBOL/.test(tokens[i - 2]?.text ?? '')) return;
    found.push({
      name: token.text,
      file,
      line: token.line,
      column: token.column,
      args: isCalled ? splitByComma(tokens.slice(i + 2, closing(tokens, i + 1))).map(spell) : null,
      inside,
      into: targetOf(tokens, i),
      form: isCalled ? 'call' : 'reference',
    });
  });
  return found;
}

/** True for the name in a prototype or at the head of its own definition. */
function isDeclaration(tokens: readonly Token[], at: number, functions: readonly FunctionBody[]): boolean {
  const token = tokens[at]!;
  if (tokens[at + 1]?.text !== '(') return false;
  if (functions.some((fn) => fn.name === token.text && isHead(fn, token))) return true;
  const before = tokens[at - 1];
  const typed =
    before !== undefined &&
    ((before.kind === 'word' && !/^(?:return|else|do|case|goto|sizeof)$/.test(before.text)) || before.text === '*');
  if (!typed) return false;
  const after = tokens[closing(tokens, at + 1) + 1]?.text;
  // `type *name(..);` at the level of the file; `a * name(..)` inside of a function.
  if (after !== ';' && after !== '{' && !/^__/.test(after ?? '')) return false;
  return (
    !functions.some((fn) => token.line > fn.line && token.line <= fn.endLine) ||
    (before.kind === 'word' && after === '{')
  );
}

function isHead(fn: FunctionBody, token: Token): boolean {
  return fn.head.some((part) => part.text === token.text && part.line === token.line && part.column === token.column);
}

function targetOf(tokens: readonly Token[], at: number): string {
  let from = at - 1;
  while (tokens[from]?.text === '(' || tokens[from]?.text === ')' || tokens[from]?.text === '!') from -= 1;
  if (tokens[from]?.text === 'return') return 'return';
  if (tokens[from]?.text !== '=') return '';
  let start = from - 1;
  while (start > 1 && /^(?:->|\.)$/.test(tokens[start - 1]?.text ?? '')) start -= 2;
  return spell(tokens.slice(start, from));
}

interface MacroReading {
  readonly path: string;
  readonly names: ReadonlySet<string>;
  readonly calls: FoundCall[];
  readonly unread: Unread[];
}

/** Bodies of `#define`: calls in them are calls of whoever uses the macro. */
function readMacros(lines: readonly string[], firstLine: number, reading: MacroReading): void {
  for (let at = 0; at < lines.length; at++) {
    if (!/^\s*#\s*define\b/.test(lines[at] ?? '')) continue;
    const from = at;
    while (/\\\r?$/.test(lines[at] ?? '') && at + 1 < lines.length) at += 1;
    const text = lines
      .slice(from, at + 1)
      .join('\n')
      .replace(/\\\r?$/gm, ' ');
    const head = /^\s*#\s*define\s+([A-Za-z_]\w*)(?:\([^)]*\))?/.exec(text);
    if (head === null) continue;
    const body = ' '.repeat(head[0].length) + text.slice(head[0].length);
    for (const call of inTokens(lex(body, firstLine + from), reading.path, reading.names, [])) {
      if (call.args === null) continue;
      reading.calls.push({ ...call, inside: head[1] ?? '', form: 'macro' });
    }
    if (body.includes('##')) noteGlued(body, head[1] ?? '', firstLine + from, reading);
  }
}

/** `foo_##x(...)`: a name that the preprocessor puts together. */
function noteGlued(body: string, macro: string, line: number, reading: MacroReading): void {
  for (const match of body.matchAll(/([A-Za-z_]\w*)\s*##|##\s*([A-Za-z_]\w*)/g)) {
    const piece = match[1] ?? match[2] ?? '';
    const fits = [...reading.names].find(
      (name) => piece.length >= 4 && (name.startsWith(piece) || name.endsWith(piece)),
    );
    if (fits !== undefined)
      reading.unread.push({ name: fits, file: reading.path, line, reason: `macro ${macro}() puts a name together` });
  }
}
