/** The same text with one branch of each conditional and without preprocessor lines, at equal length. */
import type { Directive, Lexical } from './lexical.js';

/** More branches than this are not tried. */
export const variantCount = 3;

interface Open {
  branch: number;
  /** False when a branch around this one is not taken. */
  readonly isLive: boolean;
  /** How many branches there are. */
  readonly branches: number;
}

/** Takes branch `choice` of every conditional, or the last one where there are fewer. */
export function variant(text: string, { directives }: Lexical, choice: number): string {
  const branches = countBranches(directives);
  const stack: Open[] = [];
  let out = '';
  let from = 0;
  const isTaken = () =>
    stack.every((open) => open.isLive && open.branch === Math.min(choice, Math.max(0, open.branches - 1)));
  for (const directive of directives) {
    const between = text.slice(from, directive.start);
    out += isTaken() ? between : emptied(between);
    from = directive.end;
    const isConditional = /^(?:if|ifdef|ifndef|elif|else|endif)$/.test(directive.name);
    out += isConditional ? emptied(text.slice(directive.start, directive.end)) : kept(text, directive, isTaken());
    if (isConditional) follow(stack, directive, branches, isTaken());
  }
  const rest = text.slice(from);
  return out + (isTaken() ? rest : emptied(rest));
}

function kept(text: string, directive: Directive, isTaken: boolean): string {
  const line = text.slice(directive.start, directive.end);
  return isTaken ? line : emptied(line);
}

function follow(stack: Open[], directive: Directive, branches: ReadonlyMap<Directive, number>, isLive: boolean): void {
  const top = stack.at(-1);
  if (directive.name === 'endif') stack.pop();
  else if (directive.name === 'else' || directive.name === 'elif') {
    if (top !== undefined) top.branch++;
  } else stack.push({ branch: 0, isLive, branches: branches.get(directive) ?? 1 });
}

/** Number of branches of each `#if`; one without `#else` has one. */
function countBranches(directives: readonly Directive[]): ReadonlyMap<Directive, number> {
  const counts = new Map<Directive, number>();
  const stack: Directive[] = [];
  for (const directive of directives) {
    const top = stack.at(-1);
    if (/^(?:if|ifdef|ifndef)$/.test(directive.name)) {
      stack.push(directive);
      counts.set(directive, 1);
    } else if ((directive.name === 'else' || directive.name === 'elif') && top !== undefined) {
      counts.set(top, (counts.get(top) ?? 1) + 1);
    } else if (directive.name === 'endif') stack.pop();
  }
  return counts;
}

function emptied(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
