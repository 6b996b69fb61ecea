/**
 * Facts about code, the same for every language. A front end makes them from a file, rules read them and never see
 * a syntax tree. Offsets count characters of the file's text.
 */
import type { NotRead } from '../diagnostics/model.js';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A variable or a path of members, as a key that is equal exactly for the same one: `set#12`, `this#3.set`.
 * Front ends choose the form; rules only compare.
 */
export type Place = string;

/** How the call names its callee. */
export type CalleeForm =
  | 'direct'
  | 'member'
  | 'alias'
  | 'optional'
  | 'bind'
  | 'call'
  | 'apply'
  /** The symbol is handed on without a call. */
  | 'reference'
  /** The call comes from a macro of the file. */
  | 'macro';

export type LiteralKind = 'null' | 'undefined' | 'number' | 'boolean' | 'string' | 'object' | 'array' | 'function';

/** An expression, as far as rules need it. */
export interface ExpressionFacts extends Span {
  readonly text: string;
  /** Names of its static type: as it is passed first, then under each cast, innermost last. Unions give each part. */
  readonly types: readonly string[];
  readonly literal: LiteralKind | null;
  /** Normal form of a literal or of a named constant: `null`, `-1`, `true`, `init_mm`; null for any other expression. */
  readonly value: string | null;
  /** The variable or member path that it reads, under casts; null for any other expression. */
  readonly place: Place | null;
  /** Index of the function that it is or leads to (function literal, name of a function, object with handlers). */
  readonly handlers: readonly number[];
}

/** How a condition looks at a value. */
export type Test =
  /** `isErr(x)`, `IS_ERR(x)`. */
  | 'error-pointer'
  /** `x === null`, `x === undefined`, C: `!x` and `x == NULL` of a pointer. */
  | 'null'
  /** `if (x)`; on an error pointer it sees nothing. */
  | 'truthy'
  /** `x < 0`. */
  | 'negative'
  /** `x !== 0`, `if (x)` of a number. */
  | 'nonzero'
  /** `x === SENTINEL`. */
  | 'sentinel'
  /** `x.ok`. */
  | 'ok'
  /** `x instanceof T`, `T.is(x)`, `x.kind === 'mm'`: says what it is, not whether it failed. */
  | 'kind'
  /** Compared with something else. */
  | 'equals';

/** What happens to a value at one place. */
export interface ValueUse extends Span {
  readonly kind:
    'discarded' | 'tested' | 'compared' | 'cast' | 'argument' | 'member' | 'returned' | 'stored' | 'captured' | 'other';
  /** Index of the function it happens in. */
  readonly function: number;
  /** Kind `tested` and `compared`. */
  readonly test?: Test;
  /** Kind `compared`: the other operand. */
  readonly other?: ExpressionFacts;
  /** Kind `cast`: names of the type it becomes. */
  readonly types?: readonly string[];
  /** Kind `argument`: position, and the site when the call is one of the API. */
  readonly arg?: number;
  readonly site?: number;
  /** Kind `member`: name of the member. */
  readonly member?: string;
  /** Kind `stored`: where it goes, when that is not a local variable. */
  readonly into?: Place;
  /** True when a test of the value's kind holds wherever this use runs. */
  readonly kindTested?: boolean;
}

/** One call (or handing on) of a symbol of either surface. */
export interface CallSite extends Span {
  /** Index in `FileFacts.sites`. */
  readonly id: number;
  /** Name in the surface of this language; of an alias spelling, the surface's own name. */
  readonly symbol: string;
  readonly side: 'old' | 'new';
  readonly form: CalleeForm;
  /** Span of the name of the callee. */
  readonly callee: Span;
  /** Text of the object that the call is a member of, `null` for a plain name. */
  readonly receiver: string | null;
  readonly args: readonly ExpressionFacts[];
  /** Index of the enclosing function in `FileFacts.functions`; 0 is the file itself. */
  readonly function: number;
  /** Where the result goes, over every copy to a local variable. */
  readonly uses: readonly ValueUse[];
  /** Names of the loops' counters around the call, as places; empty outside of counted loops. */
  readonly counters: readonly Place[];
  /** `types` when the compiler resolved the callee, `pattern` when a name did. */
  readonly evidence: 'types' | 'pattern';
}

/** A read of a member that belongs to a type of the surface: `set.token`, `args->set_token`. */
export interface MemberRead extends Span {
  readonly id: number;
  /** `Type.member`, as the surface lists it. */
  readonly symbol: string;
  readonly member: string;
  readonly side: 'old' | 'new';
  readonly function: number;
  readonly uses: readonly ValueUse[];
}

/** A mention of a constant, a type or a macro of the surface outside of a call's callee. */
export interface Mention extends Span {
  readonly symbol: string;
  readonly side: 'old' | 'new';
  readonly form: 'value' | 'type' | 'import' | 'declaration';
  readonly function: number;
}

export type FlowEvent =
  /** A call of the API happens; its result goes `into` a place, or nowhere that is known. */
  | { readonly kind: 'call'; readonly site: number; readonly into: Place | null }
  /** The value of a place goes into another one. */
  | { readonly kind: 'copy'; readonly from: Place; readonly to: Place }
  /** A place gets a value that nobody follows. */
  | { readonly kind: 'clobber'; readonly place: Place }
  /** A place is read in a way that is no test. `escapes`: returned, stored, captured or given to unknown code. */
  | {
      readonly kind: 'use';
      readonly place: Place;
      readonly at: Span;
      readonly escapes: boolean;
      /** How it escapes; `argument` of unknown code hands nothing over. */
      readonly how?: 'returned' | 'stored' | 'captured' | 'argument';
    }
  /** A test of what kind the value of a place is; no use, and no test of failure as such. */
  | { readonly kind: 'look'; readonly place: Place; readonly at: Span };

/** What is known on an edge: the test of a place (or of the direct result of a site) had this outcome. */
export interface FlowAssumption {
  readonly of: { readonly place: Place } | { readonly site: number };
  readonly test: Test;
  readonly holds: boolean;
  /** Test `equals`: normal form of the other operand. */
  readonly value?: string;
}

export interface FlowEdge {
  readonly to: number;
  readonly assume: readonly FlowAssumption[];
}

export interface FlowBlock {
  readonly events: readonly FlowEvent[];
  /** Empty at the end of the function. */
  readonly next: readonly FlowEdge[];
  /** Set on a block that ends the function: how, and where to point. */
  readonly exit?: { readonly by: 'return' | 'throw' | 'end'; readonly at: Span };
}

export interface FunctionFacts extends Span {
  readonly name: string;
  /** Index of the function around it; 0 is the file. The file is its own parent. */
  readonly parent: number;
  /** The class or object it is a member of, if any. */
  readonly owner: string | null;
  /** Block 0 is the entry. Null where the front end made none. */
  readonly flow: readonly FlowBlock[] | null;
  /** Functions of the same file that it calls. */
  readonly calls: readonly { readonly to: number; readonly at: Span }[];
  /** Places where it waits or may sleep (`await`, `mutex_lock`): the name of what it calls. */
  readonly waits: readonly (Span & { readonly name: string })[];
}

export interface FileFacts {
  /** As it is printed: relative to the working directory, or as given. */
  readonly file: string;
  readonly text: string;
  readonly sites: readonly CallSite[];
  readonly reads: readonly MemberRead[];
  readonly mentions: readonly Mention[];
  readonly functions: readonly FunctionFacts[];
  readonly notRead: readonly NotRead[];
}
