/**
 * A pair of API versions as a value. Tools get one and name no API themselves; a pair that a user brings is the same
 * value, read from `pair.json`, without engines.
 */

export type Language = 'c' | 'ts';
/** Why a change came: because the token got a type, or with the same series for other reasons. */
export type ChangeGroup = 'token-typing' | 'came-along';
export type FixLevel = 'safe' | 'suggested' | 'by-hand' | 'none';
export type FindingLevel = 'error' | 'warning' | 'note';
export type Certainty = 'certain' | 'likely' | 'needs-human';

/** What a symbol does with what it is given, as far as rules need to know. */
export type Role =
  | { readonly kind: 'returns-error-pointer' }
  | { readonly kind: 'returns-sentinel'; readonly sentinel: string }
  | { readonly kind: 'returns-negative-errno' }
  | { readonly kind: 'returns-result' }
  | { readonly kind: 'returns-null-or-value' }
  /** Argument `arg` is the token, the private data, ... of the call; `what` is one of the pair's own words. */
  | { readonly kind: 'argument'; readonly arg: number; readonly what: string }
  /** The value returned is the token, the private data, ...; `what` as above. */
  | { readonly kind: 'returns'; readonly what: string }
  /** The caller owns a reference afterwards, to be given to one of `by`. */
  | { readonly kind: 'takes-reference'; readonly by: readonly string[] }
  | { readonly kind: 'drops-reference'; readonly of: readonly string[] }
  /** Argument `arg` is a handler that runs in this context. */
  | {
      readonly kind: 'registers-handler';
      readonly arg: number;
      readonly context: 'blocking' | 'atomic';
      readonly undo: readonly string[];
    }
  /** May be called from a handler that runs atomically. */
  | { readonly kind: 'atomic-safe' };

export interface SymbolParam {
  readonly name: string;
  readonly type: string;
}

/** One symbol of one surface. */
export interface SurfaceSymbol {
  readonly name: string;
  readonly kind: 'function' | 'constant' | 'type' | 'macro' | 'member';
  readonly params: readonly SymbolParam[];
  readonly result: string;
  readonly roles: readonly Role[];
  /** Full declaration, for side-by-side print. */
  readonly signature: string;
}

/** One version of the API in one spelling. */
export interface Surface {
  readonly language: Language;
  /** Words for people: `v1, void token`. */
  readonly title: string;
  readonly symbols: readonly SurfaceSymbol[];
  /** TypeScript: module specifiers or path endings that export this surface, and the interface that has the calls. */
  readonly modules?: readonly string[];
  readonly interfaces?: readonly string[];
  /** C: header paths as they stand in an include. */
  readonly headers?: readonly string[];
}

/** What answers to an old symbol. */
export type Counterpart =
  | { readonly kind: 'same' | 'renamed'; readonly to: string }
  | { readonly kind: 'retyped'; readonly to: string; readonly what: string }
  | { readonly kind: 'split'; readonly to: readonly string[]; readonly by: string }
  | { readonly kind: 'removed'; readonly because: string };

/** One thing that behaves differently. `id` is stable inside the pair (`B3`); `mentions` are words a commit log would use. */
export interface BehaviourChange {
  readonly id: string;
  readonly group: ChangeGroup;
  readonly text: string;
  readonly scenarios: readonly string[];
}

/** A hazard of one symbol, which instantiates a generic rule of the tools. */
export interface SymbolHazard {
  /** Kebab-case id of the hazard (`mm-assumed`), a key of `PairMap.hazards`. */
  readonly kind: string;
  readonly when: string;
  readonly consequence: string;
}

/** Where an argument of the new call comes from. */
export type ArgPlan =
  | { readonly from: number }
  | { readonly from: number; readonly wrap: string }
  /** The argument is `name: <old argument>` of an options object; neighbours with `option` share one object. */
  | { readonly from: number; readonly option: string }
  | { readonly write: string }
  /** `infer`: a key of `PairMap.types`; where exactly one value of that type belongs to the call, it is taken. */
  | { readonly ask: string; readonly infer?: string };

export interface NewCall {
  readonly to: string;
  readonly args: readonly ArgPlan[];
}

/** How a call site is rewritten. `by-type` looks at the static type of an argument under casts; keys are type names, `null`, `*`. */
export type CodemodSpec =
  | { readonly kind: 'keep' }
  | { readonly kind: 'rename'; readonly to: string; readonly level?: FixLevel }
  | { readonly kind: 'manual'; readonly todo: string }
  | ({ readonly kind: 'reshape'; readonly level?: FixLevel } & NewCall)
  | {
      readonly kind: 'by-type' | 'by-literal';
      readonly on: number;
      readonly cases: Readonly<Record<string, NewCall & { readonly level?: FixLevel }>>;
      readonly otherwise: string;
    };

export type ParityPlan =
  | { readonly kind: 'equal'; readonly scenarios: readonly string[] }
  | {
      readonly kind: 'diverges';
      readonly scenarios: readonly string[];
      readonly ids: readonly string[];
      readonly because: string;
    }
  | { readonly kind: 'exempt'; readonly because: string };

/** All that is known about one old symbol. */
export interface MapEntry {
  /** Name in the old TypeScript surface. */
  readonly symbol: string;
  /** C spelling; `aliases` are the spellings of other published versions. */
  readonly c: string;
  readonly aliases: readonly string[];
  /** The C name belongs to the kernel at large (`IS_ERR`): uses of it are no uses of this API. */
  readonly shared?: boolean;
  readonly counterpart: Counterpart;
  readonly behaviours: readonly BehaviourChange[];
  readonly hazards: readonly SymbolHazard[];
  /** By language: the two spellings are rewritten differently. `targets`: by spelling (`c:v4`), where another published version differs from the new one. */
  readonly codemod: {
    readonly ts: CodemodSpec;
    readonly c: CodemodSpec;
    readonly targets?: Readonly<Record<string, CodemodSpec>>;
  };
  readonly parity: ParityPlan;
  readonly doc: { readonly summary: string; readonly body: string };
}

/** A symbol that the new version has and the old one had not, with the reason why it was added. */
export interface MapAddition {
  readonly symbol: string;
  readonly c: string | null;
  readonly aliases: readonly string[];
  readonly group: ChangeGroup;
  readonly because: string;
}

/**
 * A hazard: which generic rule of the tools finds it, with what facts. The rules are listed in
 * `tools/call-sites/rules`; `with` is checked by the rule itself.
 */
export interface HazardSpec {
  readonly kind: string;
  readonly rule: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly group: ChangeGroup;
  readonly level: FindingLevel;
  readonly certainty: Certainty;
  readonly title: string;
  readonly message: string;
  readonly why: string;
  readonly bad: { readonly ts?: string; readonly c?: string };
  readonly good: { readonly ts?: string; readonly c?: string };
}

/** Names under which a type is known to callers. */
export interface TypeNames {
  readonly c: readonly string[];
  readonly ts: readonly string[];
  /** TypeScript, old callers' own type: the class of the new version that takes its place (`replace`) or its base (`extend`). */
  readonly adopt?: { readonly how: 'replace' | 'extend'; readonly to: string };
  /** TypeScript: a function of the new version that makes one of a plain value, used where the types ask for it. */
  readonly make?: string;
}

/**
 * How failure is read in the old TypeScript spelling and said in the new one, so that the code around a call moves with
 * it. In the texts `$` stands for the expression.
 */
export interface ResultIdiom {
  /** Names of the old version: the type that encodes an error, what is true for one, what reads its number. */
  readonly old: { readonly errorType?: string; readonly errorTest?: string; readonly errorNumber?: string };
  readonly new: {
    /** `$.ok`, `!$.ok`, `$.value`. */
    readonly ok: string;
    readonly failed: string;
    readonly value: string;
    /** The old error number of a failed result; without it a place that needs the number is left to a person. */
    readonly number?: string;
    /** `Result<$>`. */
    readonly type: string;
    /** A result made of a value, and of the name of an error number. */
    readonly success?: string;
    readonly failure?: string;
  };
  /** Names that the new texts use, and the version that exports them. */
  readonly imports: Readonly<Record<string, 'old' | 'new'>>;
}

/** How a handler object of the old version (TypeScript) becomes one of the new. */
export interface HandlerReshape {
  /** Old type of the object, and its property that holds the function. */
  readonly type: string;
  readonly property: string;
  /** Name of the new function's only parameter. */
  readonly param: string;
  /** Types of that parameter and of the new answer, for functions that write them out. */
  readonly paramType?: string;
  readonly resultType?: string;
  /** By position of the old parameters: the text that stands for it, or for each of its members. */
  readonly params: readonly (string | Readonly<Record<string, string>>)[];
  /** Statement put first in the body, when one of the texts needs it. */
  readonly guard?: { readonly text: string; readonly whenUsed: readonly string[] };
  /** Other properties whose values change: property, old literal (`*` for any other), new text. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PairMap {
  readonly entries: readonly MapEntry[];
  readonly additions: readonly MapAddition[];
  readonly hazards: readonly HazardSpec[];
  /** C type behind `MmStruct` and the like: names by which `by-type` cases are recognised, per language. */
  readonly types: Readonly<Record<string, TypeNames>>;
  readonly idioms?: { readonly ts?: ResultIdiom };
  readonly handlers?: readonly HandlerReshape[];
}

/** What running one scenario showed. */
export interface ScenarioVerdict {
  readonly name: string;
  readonly platforms: readonly string[];
  readonly verdict: 'equal' | 'diverges-as-told' | 'diverges' | 'vacuous' | 'outcome-differs';
  readonly effects: number;
  readonly divergences: readonly string[];
  /** Words of the scenario's comment line. */
  readonly shows: string;
  /** One line about the first difference, when there is one. */
  readonly first?: string;
}

/** A verdict with what led to it: answers of each side per step, and decoded effects of the platform that decided. */
export interface DetailedVerdict {
  readonly verdict: ScenarioVerdict;
  readonly steps: readonly { readonly actor: string; readonly text: string; readonly outcomes: readonly string[] }[];
  /** `step` is the index of the step that caused the effect. */
  readonly effects: Readonly<Record<'old' | 'new', readonly { readonly step: number; readonly text: string }[]>>;
  /** Clauses of the hardware's specification that a side broke. */
  readonly broken: readonly string[];
}

/** Runs scenarios on both versions; only a built-in pair has one. */
export interface PairEngines {
  readonly scenarioNames: () => readonly string[];
  readonly scenarioText: (name: string) => string | null;
  /** Throws RangeError for an unknown name. */
  readonly runScenario: (name: string) => ScenarioVerdict;
  /** Runs a scenario text; throws an error with `line` for one that cannot be read. */
  readonly judge: (name: string, text: string) => DetailedVerdict;
  /** Canonical text of a scenario text. */
  readonly format: (text: string) => string;
  /** Canonical JSON value of a scenario text. */
  readonly parse: (text: string) => unknown;
  readonly isTextError: (error: unknown) => error is Error & { line: number };
}

export interface ApiPair {
  readonly id: string;
  readonly title: string;
  /** Keys are spellings: `c:v1`, `c:v2`, `c:v3`, `c:base`, `ts:v1`, `ts:v2`. */
  readonly surfaces: Readonly<Record<string, Surface>>;
  /** Spelling of the old and of the new side, per language. */
  readonly old: Readonly<Record<Language, string>>;
  readonly new: Readonly<Record<Language, string>>;
  readonly map: PairMap;
  readonly engines?: PairEngines;
}
