/** Declarations in a piece of C text, by its tokens: what is cut at an edge spoils nothing else. */
import type { Source } from '../tree/model.js';
import type { Declared } from './declared.js';
import type { Token } from './lex.js';
import { closing, splitByComma } from './functions.js';
import { spell } from './statements.js';
import { tokensOf } from './tokens.js';

/** Declarations of a source in order of lines. */
export function declaredByTokens(source: Source): Declared[] {
  return source.spans.flatMap((span, i) => {
    const lines = span.text.split('\n');
    const conditions = conditionsByLine(lines);
    const documented = documentedLines(lines);
    const facts = (line: number): Pick<Declared, 'conditions' | 'documented'> => ({
      conditions: conditions[line - span.line] ?? [],
      documented: documented.has(line - span.line),
    });
    return [...declaredIn(tokensOf(source)[i] ?? [], facts), ...defined(lines, span.line, facts)]
      .map((one) => ({ ...one, isStub: isStub(one) }))
      .sort((a, b) => a.line - b.line);
  });
}

type Read = Omit<Declared, 'isStub'>;

/** A function or macro under a condition that is the `else` of an option. */
function isStub({ conditions, hasBody, kind }: Read): boolean {
  const isOff = conditions.some(
    (condition) =>
      /^!\s*\(|^!(?:IS_ENABLED|defined|IS_REACHABLE|CONFIG)/.test(condition) && !/_H_*\)?$/.test(condition),
  );
  return isOff && (hasBody || kind === 'macro');
}

type Facts = (line: number) => Pick<Declared, 'conditions' | 'documented'>;

/** Conditions of `#if` around each line. The include guard of a header is one of them and harms nobody. */
function conditionsByLine(lines: readonly string[]): string[][] {
  const stack: string[] = [];
  return lines.map((line) => {
    const directive = /^\s*#\s*(ifdef|ifndef|if|elif|else|endif)\b\s*(.*?)\s*(?:\/\*.*)?$/.exec(line);
    if (directive !== null) {
      const [, word, rest = ''] = directive;
      if (word === 'ifdef') stack.push(rest);
      else if (word === 'ifndef') stack.push(`!(${rest})`);
      else if (word === 'if') stack.push(rest);
      else if (word === 'elif') stack.splice(-1, 1, rest);
      else if (word === 'else') stack.splice(-1, 1, negated(stack.at(-1) ?? ''));
      else stack.pop();
    }
    return [...stack];
  });
}

function negated(condition: string): string {
  return condition.startsWith('!(') && condition.endsWith(')') ? condition.slice(2, -1) : `!(${condition})`;
}

/** Indices of lines that follow a comment with two stars. */
function documentedLines(lines: readonly string[]): Set<number> {
  const found = new Set<number>();
  let inside = false;
  lines.forEach((line, i) => {
    if (/^\s*\/\*\*(?!\*)/.test(line)) inside = true;
    if (inside && line.includes('*/')) {
      inside = false;
      found.add(i + 1);
    }
  });
  return found;
}

function declaredIn(tokens: readonly Token[], facts: Facts): Read[] {
  const found: Read[] = [];
  let start = 0;
  let at = 0;
  while (at < tokens.length) {
    const text = tokens[at]!.text;
    if (text === '(') {
      at = closing(tokens, at) + 1;
    } else if (text === '{') {
      const end = closing(tokens, at);
      const head = tokens.slice(start, at);
      const body = tokens.slice(at + 1, end);
      const fn = end < tokens.length ? functionFrom(head, body, facts) : null;
      if (fn !== null) found.push(fn);
      else found.push(...typeFrom(head, body, facts));
      at = end + 1;
      if (fn !== null) start = at;
    } else if (text === ';') {
      const fn = functionFrom(tokens.slice(start, at), null, facts);
      if (fn !== null) found.push(fn);
      at += 1;
      start = at;
    } else {
      at += 1;
      if (text === '}') start = at;
    }
  }
  return found;
}

const attributes =
  /^(?:__\w+|inline|static|extern|noinline|asmlinkage|notrace|__always_inline|__must_check|EXPORT_SYMBOL\w*)$/;

function functionFrom(head: readonly Token[], body: readonly Token[] | null, facts: Facts): Read | null {
  const nameAt = head.findIndex(
    (token, i) => token.kind === 'word' && head[i + 1]?.text === '(' && !attributes.test(token.text),
  );
  const name = head[nameAt];
  if (name === undefined || nameAt === 0) return null;
  const before = head.slice(0, nameAt);
  const close = closing(head, nameAt + 1);
  if (
    close >= head.length ||
    before.some((token) => /^[=(){};]$/.test(token.text) || token.text === 'typedef' || token.text === 'return')
  )
    return null;
  if (head.slice(close + 1).some((token) => token.kind !== 'word' && !/^[(),]$/.test(token.text))) return null;
  const inside = head.slice(nameAt + 2, close);
  const params = splitByComma(inside)
    .map(spell)
    .filter((text) => text !== '' && text !== 'void');
  const result = spell(before.filter((token) => !attributes.test(token.text) || token.text.endsWith('_t')));
  const glue = result.endsWith('*') ? '' : ' ';
  const first = before[0] ?? name;
  return {
    name: name.text,
    kind: 'function',
    params: params.filter((text) => text !== '...'),
    variadic: params.includes('...'),
    result,
    signature: `${result}${glue}${name.text}(${params.length === 0 ? 'void' : params.join(', ')})`,
    line: name.line,
    hasBody: body !== null,
    body: body ?? [],
    isStatic: before.some((token) => token.text === 'static'),
    ...facts(first.line),
  };
}

function typeFrom(head: readonly Token[], body: readonly Token[], facts: Facts): Read[] {
  const at = head.findIndex((token) => token.text === 'struct' || token.text === 'union' || token.text === 'enum');
  const word = head[at];
  const name = head[at + 1];
  if (word === undefined || head.some((token) => token.text === '=')) return [];
  const base = { params: [], variadic: false, hasBody: false, body: [], isStatic: false };
  const values =
    word.text === 'enum'
      ? enumValues(body).map((value) => ({ ...base, ...value, kind: 'constant' as const, ...facts(value.line) }))
      : [];
  if (name?.kind !== 'word') return values;
  const signature = `${word.text} ${name.text} { ${spell(body)} }`;
  return [
    { ...base, name: name.text, kind: 'type', result: spell(body), signature, line: name.line, ...facts(word.line) },
    ...values,
  ];
}

/** Values of an enum, counted where none is written. */
function enumValues(body: readonly Token[]): { name: string; result: string; signature: string; line: number }[] {
  let next = 0;
  let symbolic = '';
  return splitByComma(body).flatMap((part) => {
    const [name, equals, ...rest] = part;
    if (name?.kind !== 'word') return [];
    if (equals?.text === '=') {
      const written = spell(rest);
      const number = Number(written);
      symbolic = Number.isInteger(number) ? '' : written;
      next = Number.isInteger(number) ? number : 0;
    }
    const result = symbolic === '' ? String(next) : next === 0 ? symbolic : `${symbolic} + ${next}`;
    next += 1;
    return [{ name: name.text, result, signature: `${name.text} = ${result}`, line: name.line }];
  });
}

/** `#define` lines. */
function defined(lines: readonly string[], firstLine: number, facts: Facts): Read[] {
  return lines.flatMap((line, i) => {
    const match = /^\s*#\s*define\s+([A-Za-z_]\w*)(\([^)]*\))?\s*(.*?)\s*\\?$/.exec(line);
    if (match === null) return [];
    const [, name = '', list, value = ''] = match;
    const body = value
      .replace(/\s*\/\*.*?\*\/\s*/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    if (list === undefined && body === '') return [];
    const params =
      list === undefined
        ? []
        : list
            .slice(1, -1)
            .split(',')
            .map((text) => text.trim())
            .filter((text) => text !== '');
    return [
      {
        name,
        kind: list === undefined ? ('constant' as const) : ('macro' as const),
        params: params.filter((text) => text !== '...'),
        variadic: params.includes('...'),
        result: body,
        signature: `#define ${name}${list ?? ''}${body === '' ? '' : ` ${body}`}`,
        line: firstLine + i,
        hasBody: false,
        body: [],
        isStatic: false,
        ...facts(firstLine + i),
      },
    ];
  });
}
