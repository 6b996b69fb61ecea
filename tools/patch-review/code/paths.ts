/**
 * Walks the paths of a function in the order of its text: branches, early exits, and jumps forward to a label of the same
 * function. Loops are walked once. The number of paths is bounded.
 */
import type { Token } from './lex.js';
import type { Statement } from './statements.js';

/** What a walker keeps on one path. */
export interface PathWalker<State> {
  copy(state: State): State;
  /** One state for two branches that both go on. */
  join(first: State, second: State): State;
  /** A plain statement, a condition or a loop's head. */
  tokens(tokens: readonly Token[], line: number, state: State): void;
  /** The branch of an `if` is entered; `holds` is false for the `else`. */
  assume(condition: readonly Token[], holds: boolean, state: State): void;
  leave(value: readonly Token[], line: number, state: State): void;
}

const mostSteps = 20_000;

/** Walks all paths of a body. */
export function walkPaths<State>(body: readonly Statement[], start: State, walker: PathWalker<State>): void {
  const run = new Run(body, walker);
  const end = run.list(body, start, 0);
  if (end !== null) walker.leave([], lastLine(body), end);
}

class Run<State> {
  readonly #body: readonly Statement[];
  readonly #walker: PathWalker<State>;
  #steps = 0;

  constructor(body: readonly Statement[], walker: PathWalker<State>) {
    this.#body = body;
    this.#walker = walker;
  }

  /** State at the end of a list, or null when every path left before. */
  list(statements: readonly Statement[], state: State, jumps: number): State | null {
    let here: State | null = state;
    for (const statement of statements) {
      this.#steps += 1;
      if (here === null && statement.kind !== 'label') continue;
      if (here === null || this.#steps > mostSteps) return null;
      here = this.#one(statement, here, jumps);
    }
    return here;
  }

  #one(statement: Statement, state: State, jumps: number): State | null {
    const walker = this.#walker;
    if (statement.kind === 'plain') {
      walker.tokens(statement.tokens, statement.line, state);
      return state;
    }
    if (statement.kind === 'label') return state;
    if (statement.kind === 'block') return this.list(statement.body, state, jumps);
    if (statement.kind === 'loop') {
      walker.tokens(statement.head, statement.line, state);
      return this.list(statement.body, walker.copy(state), jumps) ?? state;
    }
    if (statement.kind === 'return') {
      walker.tokens(statement.value, statement.line, state);
      walker.leave(statement.value, statement.line, state);
      return null;
    }
    if (statement.kind === 'goto') {
      this.#jump(statement.label, statement.line, state, jumps);
      return null;
    }
    return this.#if(statement, state, jumps);
  }

  #if(statement: Statement & { kind: 'if' }, state: State, jumps: number): State | null {
    const walker = this.#walker;
    walker.tokens(statement.condition, statement.line, state);
    const yes = walker.copy(state);
    const no = walker.copy(state);
    walker.assume(statement.condition, true, yes);
    walker.assume(statement.condition, false, no);
    const afterYes = this.list(statement.then, yes, jumps);
    const afterNo = this.list(statement.otherwise, no, jumps);
    if (afterYes === null || afterNo === null) return afterYes ?? afterNo;
    return walker.join(afterYes, afterNo);
  }

  #jump(label: string, line: number, state: State, jumps: number): void {
    const at = this.#body.findIndex(
      (statement) => statement.kind === 'label' && statement.label === label && statement.line >= line,
    );
    if (at < 0 || jumps > 8) return;
    const rest = this.#body.slice(at + 1);
    const end = this.list(rest, state, jumps + 1);
    if (end !== null) this.#walker.leave([], lastLine(rest), end);
  }
}

function lastLine(statements: readonly Statement[]): number {
  return statements.at(-1)?.line ?? 0;
}
