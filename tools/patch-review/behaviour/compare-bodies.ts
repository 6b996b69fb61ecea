/** What a function does otherwise after a patch: new and dropped refusals, other conditions, constants and calls. */
import { diffArrays } from 'diff';
import type { Token } from '../code/lex.js';
import { spell } from '../code/statements.js';
import { conditionText } from './conditions.js';
import type { BodyFacts, Called, Guard } from './guards.js';

export type ChangeKind =
  | 'refusal-added'
  | 'refusal-dropped'
  | 'outcome-changed'
  | 'condition-changed'
  | 'constant-changed'
  | 'call-dropped'
  | 'test-dropped';

export interface BodyChange {
  readonly kind: ChangeKind;
  /** Line in the file after the patch; before it for what is gone. */
  readonly line: number;
  readonly side: 'old' | 'new';
  /** Words for the report, with the function as the subject: `now returns -EINVAL when !quota`. */
  readonly text: string;
  /** Condition as text; empty for calls and constants. */
  readonly condition: string;
  readonly outcome: string;
  /** Words of the code that a sentence about it would name. */
  readonly subjects: readonly string[];
}

/** What is known about the series when two bodies are compared. */
export interface ComparisonContext {
  /** Calls whose loss is no change of behaviour of this function: the series replaces them everywhere. */
  readonly replacedCalls: ReadonlySet<string>;
  /** Names that the series brings in; tests of their results come with them. */
  readonly newCalls: ReadonlySet<string>;
}

/** Compares two bodies of one function. */
export function compareBodies(before: BodyFacts, after: BodyFacts, context: ComparisonContext): BodyChange[] {
  const rename = renaming(before, after);
  const { added, dropped } = unmatched(before, after, rename);
  const changes: BodyChange[] = [];
  for (const guard of [...added]) {
    const partner = partnerOf(guard, dropped);
    if (partner === null) continue;
    added.splice(added.indexOf(guard), 1);
    dropped.splice(dropped.indexOf(partner), 1);
    changes.push(changedGuard(partner, guard));
  }
  for (const guard of added) if (isNews(guard, before, context)) changes.push(refusal(guard, 'refusal-added'));
  for (const guard of dropped) changes.push(...droppedGuard(guard, after, context));
  changes.push(...droppedCalls(before, after, context), ...changedConstants(before, after, context));
  return changes;
}

type Rename = (text: string) => string;

/** Variables that were renamed: a local name that is gone stands for any local name that is new. */
function renaming(before: BodyFacts, after: BodyFacts): Rename {
  const gone = new Set([...before.locals].filter((name) => !after.locals.has(name)));
  const fresh = new Set([...after.locals].filter((name) => !before.locals.has(name)));
  return (text) =>
    text.replace(/(?<!->|\.)\b[A-Za-z_]\w*\b/g, (name) => (gone.has(name) || fresh.has(name) ? '_' : name));
}

function key(guard: Guard, rename: Rename): string {
  const outcome = guard.outcome.startsWith('goto ') || guard.outcome === 'return' ? 'leave' : guard.outcome;
  return `${rename(conditionText(guard.condition, guard.negated))} => ${outcome}`;
}

function unmatched(before: BodyFacts, after: BodyFacts, rename: Rename): { added: Guard[]; dropped: Guard[] } {
  const left = new Map<string, Guard[]>();
  for (const guard of before.guards) left.set(key(guard, rename), [...(left.get(key(guard, rename)) ?? []), guard]);
  const added: Guard[] = [];
  for (const guard of after.guards) {
    const same = left.get(key(guard, rename));
    if (same !== undefined && same.length > 0) same.shift();
    else added.push(guard);
  }
  return { added, dropped: [...left.values()].flat() };
}

/** The guard of the old body that this one was: most words in common. */
function partnerOf(guard: Guard, dropped: readonly Guard[]): Guard | null {
  let best: Guard | null = null;
  let bestShare = 0.5;
  for (const candidate of dropped) {
    const share = likeness(candidate.condition, guard.condition) + (candidate.outcome === guard.outcome ? 0.2 : 0);
    if (share > bestShare && guard.resultOf === candidate.resultOf) [best, bestShare] = [candidate, share];
  }
  return best;
}

function likeness(a: readonly Token[], b: readonly Token[]): number {
  const left = a.map((token) => token.text).filter((text) => /[\w<>!=]/.test(text));
  const right = b.map((token) => token.text).filter((text) => /[\w<>!=]/.test(text));
  const rest = [...right];
  let shared = 0;
  for (const text of left) {
    const at = rest.indexOf(text);
    if (at < 0) continue;
    rest.splice(at, 1);
    shared += 1;
  }
  return (2 * shared) / Math.max(left.length + right.length, 1);
}

function changedGuard(before: Guard, after: Guard): BodyChange {
  const was = shortText(before);
  const is = shortText(after);
  const sameCondition = was === is;
  const text = sameCondition
    ? `answers ${after.outcome} instead of ${before.outcome} when ${is}`
    : `tests "${is}" where it tested "${was}"${leaving(after.outcome)}`;
  return {
    kind: sameCondition ? 'outcome-changed' : 'condition-changed',
    line: after.line,
    side: 'new',
    text,
    condition: is,
    outcome: after.outcome,
    subjects: words(after.condition),
  };
}

function leaving(outcome: string): string {
  return outcome.startsWith('goto ') || outcome === 'return' ? '' : ` (${outcome})`;
}

/** Text of a condition; long ones are cut. */
function shortText(guard: Guard): string {
  const whole = conditionText(guard.condition, guard.negated);
  return whole.length > 80 ? `${whole.slice(0, 77)}...` : whole;
}

function refusal(guard: Guard, kind: 'refusal-added' | 'refusal-dropped'): BodyChange {
  const verb = kind === 'refusal-added' ? 'now' : 'no longer';
  const does =
    guard.outcome.startsWith('goto ') || guard.outcome === 'return' ? 'gives up' : `answers ${guard.outcome}`;
  return {
    kind,
    line: guard.line,
    side: kind === 'refusal-added' ? 'new' : 'old',
    text: `${verb} ${does} when ${shortText(guard)}`,
    condition: shortText(guard),
    outcome: guard.outcome,
    subjects: words(guard.condition),
  };
}

/** A test of a result is no news when the call is new here too: they come together. */
function isNews(guard: Guard, before: BodyFacts, context: ComparisonContext): boolean {
  if (guard.resultOf === null) return true;
  return !context.newCalls.has(guard.resultOf) && before.calls.some((call) => call.name === guard.resultOf);
}

function droppedGuard(guard: Guard, after: BodyFacts, context: ComparisonContext): BodyChange[] {
  if (guard.resultOf === null) return [refusal(guard, 'refusal-dropped')];
  const stillCalled = after.calls.some((call) => call.name === guard.resultOf);
  const stillTested = after.guards.some((other) => other.resultOf === guard.resultOf);
  if (!stillCalled || stillTested || context.replacedCalls.has(guard.resultOf)) return [];
  return [
    {
      kind: 'test-dropped',
      line: guard.line,
      side: 'old',
      text: `no longer tests the result of ${guard.resultOf}()`,
      condition: shortText(guard),
      outcome: guard.outcome,
      subjects: [guard.resultOf, ...words(guard.condition)],
    },
  ];
}

const silentCalls =
  /^(?:pr_|dev_|printk|trace_|WARN|BUG|IS_ERR|PTR_ERR|ERR_|ERR_PTR|EXPORT_|MODULE_|READ_ONCE|WRITE_ONCE|container_of|sizeof|min|max|likely|unlikely|lockdep_)/;

function droppedCalls(before: BodyFacts, after: BodyFacts, context: ComparisonContext): BodyChange[] {
  const kept = new Set(after.calls.map((call) => call.name));
  const seen = new Set<string>();
  return before.calls.flatMap((call) => {
    if (kept.has(call.name) || seen.has(call.name) || context.replacedCalls.has(call.name)) return [];
    if (silentCalls.test(call.name) || hasSuccessor(call, before, after)) return [];
    seen.add(call.name);
    return [
      {
        kind: 'call-dropped' as const,
        line: call.line,
        side: 'old' as const,
        text: `no longer calls ${call.name}()`,
        condition: '',
        outcome: '',
        subjects: [call.name],
      },
    ];
  });
}

/** `mutex_lock` that became `spin_lock`: a call that is new here does the same kind of thing. */
function hasSuccessor(call: Called, before: BodyFacts, after: BodyFacts): boolean {
  const known = new Set(before.calls.map((other) => other.name));
  const parts = nameParts(call.name);
  return after.calls.some((other) => {
    if (known.has(other.name)) return false;
    const others = nameParts(other.name);
    return others.at(-1) === parts.at(-1) || parts.filter((part) => others.includes(part)).length >= 2;
  });
}

/** Parts of a name, `__` and the like dropped. */
export function nameParts(name: string): string[] {
  return name.split('_').filter((part) => part !== '');
}

/** Numbers and named constants that changed inside of a statement or a call which otherwise stayed. */
function changedConstants(before: BodyFacts, after: BodyFacts, context: ComparisonContext): BodyChange[] {
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
  const subjects = [...new Set([...words(is.tokens), from, to])];
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

function words(tokens: readonly Token[]): string[] {
  return [...new Set(tokens.filter((token) => token.kind === 'word').map((token) => token.text))];
}

function wordKind(text: string): string {
  if (text === 'true' || text === 'false') return 'truth';
  return text === 'NULL' ? 'nothing' : 'value';
}
