/** The new form of one call: name and arguments. Bytes that need not change stay. */
import type { ArgPlan, NewCall } from '../../../src/compat/pair-model.js';
import type { CallSite } from '../../call-sites/model.js';
import type { SiteSource } from '../facts/file-facts.js';
import { regionAt, type Lexical } from '../lexical.js';
import { ByHand } from './by-hand.js';
import type { TextEdit } from './text-edits.js';

/** An argument that is put in; its line may have to be broken. */
export interface Insertion {
  /** Offset in the old text at which it is put. */
  readonly at: number;
  /** Length of what stands before the text of the argument in the edit. */
  readonly lead: number;
  /** It is followed by an argument that was there. */
  readonly isBefore: boolean;
}

export interface CallEdits {
  readonly edits: TextEdit[];
  readonly insertions: Insertion[];
}

export interface CallText {
  readonly text: string;
  readonly lexical: Lexical;
  readonly site: CallSite;
  readonly source: SiteSource;
}

/** Edits that give a call its new shape. `written` holds the texts of the arguments that are put in, by position. */
export function reshape(call: CallText, plan: NewCall, name: string, written: ReadonlyMap<number, string>): CallEdits {
  const out: CallEdits = { edits: [], insertions: [] };
  if (name !== call.source.name) out.edits.push({ ...call.site.callee, text: name });
  const args = unchanged(call, plan.args, written);
  const kept = args.flatMap((arg) => ('from' in arg ? [arg.from] : []));
  if (kept.some((from, at) => at > 0 && from <= kept[at - 1]!)) throw new ByHand('the arguments change their order');
  dropArguments(call, new Set(kept), out);
  insertArguments(call, args, written, out);
  for (const arg of args) if ('wrap' in arg) wrapArgument(call, arg.from, arg.wrap, out);
  return out;
}

/** A text that stands there already, at a place that nothing else takes, stays. */
function unchanged(
  { source }: CallText,
  plans: readonly ArgPlan[],
  written: ReadonlyMap<number, string>,
): readonly ArgPlan[] {
  const used = new Set(plans.flatMap((plan) => ('from' in plan ? [plan.from] : [])));
  return plans.map((plan, at) => {
    const isThere =
      !('from' in plan) && !used.has(at) && source.args[at] !== undefined && source.args[at].text === written.get(at);
    return isThere ? { from: at } : plan;
  });
}

function wrapArgument({ source }: CallText, from: number, wrap: string, out: CallEdits): void {
  const given = source.args[from];
  if (given === undefined) throw new ByHand(`argument ${from + 1} is not given`);
  out.edits.push(
    { start: given.start, end: given.start, text: `${wrap}(` },
    { start: given.end, end: given.end, text: ')' },
  );
}

/** What falls away goes with its comma; a call in it would be lost. */
function dropArguments({ source, text, lexical }: CallText, kept: ReadonlySet<number>, out: CallEdits): void {
  const { args } = source;
  args.forEach(({ start, end, text: own }, at) => {
    if (kept.has(at)) return;
    if (/[\w)]\s*\(|[^=!<>]=[^=]|\+\+|--/.test(own)) throw new ByHand('an argument that falls away does something');
    const next = args[at + 1];
    if (at > 0) out.edits.push({ start: commaBefore(text, lexical, args[at - 1]!.end, start), end, text: '' });
    else if (next !== undefined && kept.size > 0) out.edits.push({ start, end: next.start, text: '' });
    else out.edits.push({ start, end, text: '' });
  });
}

/** The comma between two arguments; comments in front of it stay. */
function commaBefore(text: string, { comments }: Lexical, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const comment = text[at] === '/' ? regionAt(comments, at) : undefined;
    if (comment !== undefined) at = comment.end - 1;
    else if (text[at] === ',') return at;
  }
  return from;
}

function insertArguments(
  call: CallText,
  plans: readonly ArgPlan[],
  written: ReadonlyMap<number, string>,
  out: CallEdits,
): void {
  const { source } = call;
  let pending: string[] = [];
  let last: number | null = null;
  plans.forEach((plan, at) => {
    if (!('from' in plan)) {
      pending.push(written.get(at) ?? '');
      return;
    }
    const given = source.args[plan.from];
    if (given === undefined) throw new ByHand(`argument ${plan.from + 1} is not given`);
    if (pending.length > 0) {
      const start = plan.from === 0 ? behindBracket(call) : given.start;
      out.edits.push({ start, end: start, text: `${pending.join(', ')}, ` });
      out.insertions.push({ at: start, lead: 0, isBefore: true });
      pending = [];
    }
    last = plan.from;
  });
  if (pending.length === 0) return;
  const start = last === null ? behindBracket(call) : behindArgument(call, last);
  const lead = last === null ? '' : ', ';
  out.edits.push({ start, end: start, text: lead + pending.join(', ') });
  if (last !== null) out.insertions.push({ at: start, lead: lead.length, isBefore: false });
}

/** Where the first thing behind the bracket stands, be it a comment. */
function behindBracket({ text, source }: CallText): number {
  let at = source.open + 1;
  while (/\s/.test(text[at] ?? '') && (source.args.length === 0 || at < source.args[0]!.start)) at++;
  return source.args.length === 0 ? source.open + 1 : at;
}

/** Behind an argument that stays and the comments that belong to it. */
function behindArgument({ text, source, lexical, site }: CallText, index: number): number {
  const { end } = source.args[index]!;
  // A comment behind the last argument belongs to it, unless it runs to the end of its line.
  if (index < source.args.length - 1) return end;
  let close = site.end - 1;
  while (close > end && /\s/.test(text[close - 1]!)) close--;
  const comment = close > end ? regionAt(lexical.comments, close - 1) : undefined;
  return comment !== undefined && text.startsWith('//', comment.start) ? end : close;
}
