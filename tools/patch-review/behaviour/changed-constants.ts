/** Constants that changed in a statement which otherwise stayed. */
import { diffArrays } from 'diff';
import type { Token } from '../code/lex.js';
import { spell } from '../code/statements.js';
import type { BodyChange, ComparisonContext } from './body-change.js';
import { wordsOf } from './body-change.js';
import type { BodyFacts } from './guards.js';

/** Numbers and named constants that changed inside of a statement or a call which otherwise stayed. */
export function changedConstants(before: BodyFacts, after: BodyFacts, context: ComparisonContext): BodyChange[] {
  const old = plainStatements(before);
  const fresh = plainStatements(after);
  const parts = diffArrays(old, fresh, { comparator: (a, b) => a.text === b.text });
  const changes: BodyChange[] = [];
  parts.forEach((part, i) => {
    const next = parts[i + 1];
    if (!part.removed || next?.added !== true) return;
    for (const was of part.value) {
      const is = next.value.find((candidate) => candidate.shape === was.shape);
      if (is !== undefined) changes.push(...constantChange(was, is, context));
    }
  });
  return changes;
}

interface Plain {
  readonly text: string;
  /** Text with constants blanked. */
  readonly shape: string;
  readonly constants: readonly string[];
  readonly tokens: readonly Token[];
  readonly line: number;
}

function isConstant(token: Token): boolean {
  return (
    token.kind === 'number' ||
    token.text === 'true' ||
    token.text === 'false' ||
    /^[A-Z][A-Z0-9_]{2,}$/.test(token.text)
  );
}

function plainStatements(facts: BodyFacts): Plain[] {
  const found: Plain[] = [];
  const add = (tokens: readonly Token[], line: number): void => {
    if (tokens.length === 0) return;
    found.push({
      text: spell(tokens),
      shape: spell(
        tokens.map((token) => (isConstant(token) ? { ...token, text: '0', kind: 'number' as const } : token)),
      ),
      constants: tokens.filter(isConstant).map((token) => token.text),
      tokens,
      line,
    });
  };
  const visit = (statements: BodyFacts['statements']): void => {
    for (const statement of statements) {
      if (statement.kind === 'plain') add(statement.tokens, statement.line);
      else if (statement.kind === 'return') add(statement.value, statement.line);
      else if (statement.kind === 'if') {
        visit(statement.then);
        visit(statement.otherwise);
      } else if (statement.kind === 'loop' || statement.kind === 'block') {
        if (statement.kind === 'loop') add(statement.head, statement.line);
        visit(statement.body);
      }
    }
  };
  visit(facts.statements);
  return found;
}

function constantChange(was: Plain, is: Plain, context: ComparisonContext): BodyChange[] {
  const at = was.constants.findIndex((text, i) => text !== is.constants[i]);
  const from = was.constants[at];
  const to = is.constants[at];
  if (from === undefined || to === undefined || context.newCalls.has(to) || Number(from) === Number(to)) return [];
  // Where a function answers another type now, its answers are other words.
  if (wordKind(from) !== wordKind(to)) return [];
  const subjects = [...new Set([...wordsOf(is.tokens), from, to])];
  return [
    {
      kind: 'constant-changed',
      line: is.line,
      side: 'new',
      text: `uses ${to} where it used ${from} in "${is.text.length > 60 ? `${is.text.slice(0, 57)}...` : is.text}"`,
      condition: '',
      outcome: to,
      subjects,
    },
  ];
}

function wordKind(text: string): string {
  if (text === 'true' || text === 'false') return 'truth';
  return text === 'NULL' ? 'nothing' : 'value';
}
