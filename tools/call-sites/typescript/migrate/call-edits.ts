/** The new form of one call: name and arguments. Text that does not change stays byte for byte. */
import { ts } from 'ts-morph';
import type { ArgPlan, NewCall } from '../../../../src/compat/pair-model.js';
import type { CallSite } from '../../model.js';
import type { CallNode } from '../scan.js';
import { isCast, startOf, underCasts } from '../syntax.js';
import { ByHand, type FileDraft, lower, type Step } from './file-draft.js';
import { inferArgument } from './infer-argument.js';
import { insertAt, replaceSpan, surround } from './text-edits.js';

/** Names of the new surface in a text of the map. */
export function namesIn(text: string, draft: FileDraft): readonly string[] {
  const { symbols } = draft.context.index.new;
  const words = text.replace(/'[^']*'|"[^"]*"/g, '').match(/[A-Za-z_$][\w$]*/g) ?? [];
  return [...new Set(words)].filter((word) => symbols.has(word) && symbols.get(word)!.kind !== 'member');
}

/** Something else has this name where the text goes. */
function isTaken(name: string, at: ts.Node, draft: FileDraft): boolean {
  const symbol = draft.checker.getSymbolsInScope(at, ts.SymbolFlags.Value).find((item) => item.name === name);
  if (symbol === undefined || draft.file.context.names.ofSymbol(symbol, draft.checker) !== null) return false;
  return (symbol.declarations ?? []).some((declaration) => declaration.getSourceFile() === draft.source);
}

/** A text of the map as it is written at a node: names that are taken there come under another one. */
export function spell(
  text: string,
  at: ts.Node,
  draft: FileDraft,
): { readonly text: string; readonly needs: readonly string[] } {
  let spelled = text;
  const needs: string[] = [];
  for (const name of namesIn(text, draft)) {
    if (!isTaken(name, at, draft)) {
      needs.push(name);
      continue;
    }
    const other = `as${name[0]!.toUpperCase()}${name.slice(1)}`;
    spelled = spelled.replace(new RegExp(`(?<![\\w$.'"])${name}(?![\\w$'"])`, 'g'), other);
    needs.push(`${name} as ${other}`);
  }
  return { text: spelled, needs };
}

export function spellInto(text: string, at: ts.Node, draft: FileDraft, step: Step): string {
  const spelled = spell(text, at, draft);
  for (const name of spelled.needs) step.needs.set(name, 'value');
  return spelled.text;
}

/** Gives the callee its new name. */
export function renameCallee({ resolved }: CallNode, to: string, step: Step): void {
  const { name, api, form } = resolved;
  if (to === api.symbol || (form === 'alias' && !ts.isPropertyAccessExpression(name.parent))) return;
  if (ts.isStringLiteralLike(name)) step.edits.push(replaceSpan(startOf(name) + 1, name.end - 1, to));
  else step.edits.push(replaceSpan(startOf(name), name.end, to));
}

function fromOf(plan: ArgPlan): number | null {
  return 'from' in plan ? plan.from : null;
}

/** Arguments keep their order, so text is only put between them. */
function isInOrder(plans: readonly ArgPlan[]): boolean {
  let last = -1;
  for (const plan of plans) {
    const from = fromOf(plan);
    if (from === null) continue;
    if (from <= last) return false;
    last = from;
  }
  return true;
}

class ArgumentWriter {
  readonly #draft: FileDraft;
  readonly #site: CallSite;
  readonly #call: CallNode;
  readonly #step: Step;
  /** Texts that wait for their place: in front of the next kept argument, or behind the last. */
  #pending: string[] = [];

  constructor(draft: FileDraft, site: CallSite, call: CallNode, step: Step) {
    this.#draft = draft;
    this.#site = site;
    this.#call = call;
    this.#step = step;
  }

  get #args(): readonly ts.Expression[] {
    return this.#call.resolved.args;
  }

  write(plans: readonly ArgPlan[]): void {
    const given = plans.filter((plan) => this.#isGiven(plan));
    const kept = new Set(given.flatMap((plan) => fromOf(plan) ?? []));
    this.#dropUnused(kept);
    let last: ts.Expression | null = null;
    given.forEach((plan, at) => {
      const inOptions = 'option' in plan;
      const opens = inOptions && !(at > 0 && 'option' in given[at - 1]!);
      const closes = inOptions && !(at + 1 < given.length && 'option' in given[at + 1]!);
      const front = opens ? '{ ' : '';
      const from = fromOf(plan);
      if (from === null) this.#pending.push(`${front}${this.#textOf(plan)}`);
      else {
        last = this.#args[from]!;
        this.#keep(last, plan, front);
      }
      if (closes) this.#close(last);
    });
    this.#flush(last);
  }

  /** An optional argument that the call does not give is no argument of the new call either. */
  #isGiven(plan: ArgPlan): boolean {
    const from = fromOf(plan);
    if (from === null || from < this.#args.length) return true;
    const params = this.#draft.context.index.old.symbols.get(this.#site.symbol)?.params ?? [];
    if (from >= params.length) throw new ByHand(`argument ${from + 1} is not given`);
    return false;
  }

  /** Arguments of the old call that the new one has not, with the comma on one side. */
  #dropUnused(kept: ReadonlySet<number>): void {
    const args = this.#args;
    const { edits } = this.#step;
    args.forEach((node, at) => {
      if (kept.has(at)) return;
      if (this.#draft.file.facts.sites.some((site) => site.start >= startOf(node) && site.end <= node.end)) {
        throw new ByHand('an argument that falls away has a call in it');
      }
      consume(node, this.#step);
      if ([...kept].some((from) => from > at)) edits.push(replaceSpan(startOf(node), startOf(args[at + 1]!), ''));
      else if (at === 0) edits.push(replaceSpan(startOf(node), node.end, ''));
      else edits.push(replaceSpan(args[at - 1]!.end, node.end, ''));
    });
  }

  #close(last: ts.Expression | null): void {
    if (this.#pending.length > 0) this.#pending.push(`${this.#pending.pop()!} }`);
    else if (last !== null) this.#behind(last, ' }', 1);
  }

  #behind(node: ts.Expression, text: string, inside: number): void {
    const around = Number.MAX_SAFE_INTEGER - inside;
    this.#step.edits.push({ start: node.end, end: node.end, text, side: 'close', around });
  }

  #textOf(plan: ArgPlan): string {
    if ('write' in plan) {
      return spellInto(plan.write, this.#call.node, this.#draft, this.#step);
    }
    if (!('ask' in plan)) return '';
    const found = plan.infer === undefined ? undefined : inferArgument(this.#draft, this.#call, plan.infer);
    if (found === undefined) throw new ByHand(plan.ask);
    this.#step.level = lower(this.#step.level, found.level);
    return found.text;
  }

  #keep(node: ts.Expression, plan: ArgPlan, front: string): void {
    if (ts.isSpreadElement(node)) throw new ByHand('the arguments are spread');
    const bare = underCasts(node);
    const isShort = 'option' in plan && ts.isIdentifier(node) && node.text === plan.option;
    const name = 'option' in plan && !isShort ? `${plan.option}: ` : '';
    const text = [...this.#pending, `${front}${name}`].join(', ');
    this.#pending = [];
    if (text !== '') {
      this.#step.edits.push({
        start: startOf(node),
        end: startOf(node),
        text,
        side: 'open',
        around: Number.MAX_SAFE_INTEGER - 2,
      });
    }
    if ('wrap' in plan) this.#wrap(node, bare, plan.wrap);
  }

  /** A cast that made one type of another falls away: the wrapper does that now. */
  #wrap(node: ts.Expression, bare: ts.Expression, wrap: string): void {
    const { edits } = this.#step;
    if (isCast(node) || ts.isSatisfiesExpression(node)) {
      if (bare.end < node.end) edits.push(replaceSpan(bare.end, node.end, ''));
      if (startOf(bare) > startOf(node)) edits.push(replaceSpan(startOf(node), startOf(bare), ''));
    }
    edits.push(...surround(bare, `${spellInto(wrap, node, this.#draft, this.#step)}(`, ')'));
  }

  #flush(last: ts.Expression | null): void {
    if (this.#pending.length === 0) return;
    const text = this.#pending.join(', ');
    this.#pending = [];
    if (last !== null) this.#behind(last, `, ${text}`, 0);
    else {
      const first = this.#args[0];
      this.#step.edits.push(insertAt(first === undefined ? this.#call.node.end - 1 : startOf(first), text));
    }
  }
}

/** Every name in a node is taken care of: its text goes away. */
export function consume(node: ts.Node, step: Step): void {
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) step.consumed.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
}

/** Edits of a call that gets another shape. */
export function reshapeCall(
  draft: FileDraft,
  site: CallSite,
  call: CallNode,
  plan: NewCall,
  step: Step,
  rename: boolean,
): void {
  if (call.resolved.form === 'apply') throw new ByHand('the arguments come from apply()');
  if (!isInOrder(plan.args)) throw new ByHand('the arguments change their order');
  if (rename) renameCallee(call, plan.to, step);
  new ArgumentWriter(draft, site, call, step).write(plan.args);
}
