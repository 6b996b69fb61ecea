/** A rule finds one kind of hazard in the facts of one file; which symbols and words it means is told by the pair. */
import type { ApiPair, HazardSpec, Role, Surface, SurfaceSymbol } from '../../src/compat/pair-model.js';
import type { Evidence } from '../diagnostics/model.js';
import type { FileFacts, Span } from './model.js';
import type { WithReader } from './with-reader.js';

/** A place that a rule reports. */
export interface Hit {
  readonly at: Span;
  readonly symbol: string;
  /** What there is at this place, put behind the hazard's message; empty for nothing to add. */
  readonly detail?: string;
  readonly evidence?: Evidence;
}

/** What a rule may look at. */
export interface RuleContext {
  readonly facts: FileFacts;
  readonly pair: ApiPair;
  readonly hazard: HazardSpec;
  readonly old: Surface;
  readonly new: Surface;
  /** True for an old symbol (in this language's spelling) whose entry names the hazard, and for any in `with.symbols`. */
  applies(symbol: string, side: 'old' | 'new'): boolean;
  /** Names of types behind the keys of `PairMap.types`; a name that is no key stands for itself. */
  typeNames(keys: readonly string[]): ReadonlySet<string>;
  /** The facts that the map gives to the rule. */
  readonly with: WithReader;
  /** Roles of a symbol of one side; empty for an unknown one. */
  roles(symbol: string, side: 'old' | 'new'): readonly Role[];
  symbol(symbol: string, side: 'old' | 'new'): SurfaceSymbol | undefined;
}

export interface Rule {
  /** Kebab-case; `HazardSpec.rule` names it. */
  readonly id: string;
  /** One sentence, for `explain`. */
  readonly finds: string;
  /** Keys of `HazardSpec.with` that it understands, each with one sentence. */
  readonly facts: Readonly<Record<string, string>>;
  check(context: RuleContext, report: (hit: Hit) => void): void;
}
