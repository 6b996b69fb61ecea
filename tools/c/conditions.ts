/** Preprocessor conditions around each place of a text. */
import { type Directive, directiveText, type Lexical } from './lexical.js';

/** A stretch of text between two conditional lines, with the conditions that hold in it, outermost first. */
interface Stretch {
  readonly start: number;
  readonly conditions: readonly string[];
}

export interface Conditions {
  /** Conditions at an offset, outermost first: `IS_ENABLED(CONFIG_X)`, `!(IS_ENABLED(CONFIG_X))`. An include guard is none. */
  at(offset: number): readonly string[];
}

interface Level {
  /** Conditions of the branches so far. */
  readonly earlier: string[];
  now: string;
  readonly isGuard: boolean;
}

/** Reads the conditional lines of a text. An unbalanced `#endif` is passed over. */
export function conditionsOf(text: string, { directives }: Lexical): Conditions {
  const guard = includeGuard(text, directives);
  const stack: Level[] = [];
  const stretches: Stretch[] = [{ start: 0, conditions: [] }];
  for (const directive of directives) {
    if (!step(stack, directive.name, () => directiveText(text, directive), directive === guard)) continue;
    const conditions = stack.filter((level) => !level.isGuard).map((level) => level.now);
    stretches.push({ start: directive.end, conditions });
  }
  return { at: (offset) => stretchAt(stretches, offset).conditions };
}

function step(stack: Level[], name: string, rest: () => string, isGuard: boolean): boolean {
  const top = stack.at(-1);
  switch (name) {
    case 'if':
      stack.push({ earlier: [], now: rest(), isGuard });
      return true;
    case 'ifdef':
      stack.push({ earlier: [], now: `defined(${rest()})`, isGuard });
      return true;
    case 'ifndef':
      stack.push({ earlier: [], now: `!defined(${rest()})`, isGuard });
      return true;
    case 'elif':
      if (top === undefined) return false;
      top.earlier.push(top.now);
      top.now = rest();
      return true;
    case 'else':
      if (top === undefined) return false;
      top.earlier.push(top.now);
      top.now = negated(top.earlier);
      return true;
    case 'endif':
      return stack.pop() !== undefined;
    default:
      return false;
  }
}

function negated(conditions: readonly string[]): string {
  return conditions.map((condition) => not(condition)).join(' && ');
}

function not(condition: string): string {
  if (/^!defined\([^()]*\)$/.test(condition)) return condition.slice(1);
  if (/^defined\([^()]*\)$/.test(condition)) return `!${condition}`;
  return `!(${condition})`;
}

/** True for a condition of the branch in which a thing is switched off. */
export function isNegated(condition: string): boolean {
  return /^!\s*(?:\(|defined|IS_ENABLED|IS_REACHABLE|IS_BUILTIN|CONFIG_)/.test(condition) && /CONFIG_/.test(condition);
}

/** The `#ifndef X` of `#ifndef X`, `#define X`, when it is the first line of the preprocessor. */
function includeGuard(text: string, directives: readonly Directive[]): Directive | undefined {
  const [first, second] = directives;
  if (first?.name !== 'ifndef' || second?.name !== 'define') return undefined;
  const name = directiveText(text, first);
  return directiveText(text, second).split(/[\s(]/)[0] === name ? first : undefined;
}

function stretchAt(stretches: readonly Stretch[], offset: number): Stretch {
  let low = 0;
  let high = stretches.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (stretches[middle]!.start <= offset) low = middle;
    else high = middle;
  }
  return stretches[low]!;
}
