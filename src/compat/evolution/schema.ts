/** The shape of one entry of the map: that of any pair, with every name checked against the real surfaces. */
import type { BehaviourChange, ChangeGroup, CodemodSpec, FixLevel, MapAddition, ParityPlan } from '../pair-model.js';
import type { DivergenceId } from '../divergences/ids.js';
import type { ScenarioId } from '../scenarios/bundle.js';
import type { HazardKind } from './hazard-kinds.js';
import type { ArgOf, V1Symbol, V2Call, V2Symbol, V2Value } from './surface.js';

export type EvolutionCounterpart =
  | { readonly kind: 'same' | 'renamed'; readonly to: V2Symbol }
  | { readonly kind: 'retyped'; readonly to: V2Symbol; readonly what: string }
  | { readonly kind: 'split'; readonly to: readonly [V2Symbol, V2Symbol, ...V2Symbol[]]; readonly by: string }
  | { readonly kind: 'removed'; readonly to?: never; readonly because: string };

export interface EvolutionBehaviour extends BehaviourChange {
  readonly id: `B${number}`;
  readonly scenarios: readonly ScenarioId[];
}

export interface EvolutionHazard {
  readonly kind: HazardKind;
  readonly when: string;
  readonly consequence: string;
}

type Arg<S> =
  | { readonly from: ArgOf<S> }
  | { readonly from: ArgOf<S>; readonly wrap: V2Value }
  | { readonly from: ArgOf<S>; readonly option: string }
  | { readonly write: string }
  | { readonly ask: string; readonly infer?: string };

interface NewCall<S> {
  readonly to: V2Call;
  readonly args: readonly Arg<S>[];
}

/** Codemod of the TypeScript spelling: targets and argument positions are checked. */
export type EvolutionCodemod<S> =
  | { readonly kind: 'keep' }
  | { readonly kind: 'rename'; readonly to: string; readonly level?: FixLevel }
  | { readonly kind: 'manual'; readonly todo: string }
  | ({ readonly kind: 'reshape'; readonly level?: FixLevel } & NewCall<S>)
  | {
      readonly kind: 'by-type' | 'by-literal';
      readonly on: ArgOf<S>;
      readonly cases: Readonly<Record<string, NewCall<S> & { readonly level?: FixLevel }>>;
      readonly otherwise: string;
    };

export type EvolutionParity =
  | { readonly kind: 'equal'; readonly scenarios: readonly [ScenarioId, ...ScenarioId[]] }
  | {
      readonly kind: 'diverges';
      readonly scenarios: readonly [ScenarioId, ...ScenarioId[]];
      readonly ids: readonly [DivergenceId, ...DivergenceId[]];
      readonly because: string;
    }
  | { readonly kind: 'exempt'; readonly because: string };

/** All that is known about one symbol of the old API. */
export interface Evolution<S extends V1Symbol = V1Symbol> {
  readonly c: string;
  readonly aliases: readonly string[];
  /** The C name belongs to the kernel at large. */
  readonly shared?: boolean;
  readonly counterpart: EvolutionCounterpart;
  readonly behaviours: readonly EvolutionBehaviour[];
  readonly hazards: readonly EvolutionHazard[];
  readonly codemod: {
    readonly ts: EvolutionCodemod<S>;
    readonly c: CodemodSpec;
    readonly targets?: Readonly<Record<string, CodemodSpec>>;
  };
  readonly parity: EvolutionParity & ParityPlan;
  readonly doc: { readonly summary: string; readonly body: string };
}

/** Binds an entry to its symbol, so that argument positions are checked against its real signature. */
export function evolution<const S extends V1Symbol, const E extends Evolution<S>>(
  symbol: S,
  entry: E & Evolution<S>,
): E & { readonly symbol: S } {
  return { ...entry, symbol };
}

/** A symbol of the new API that answers to nothing in the old one. */
export interface EvolutionAddition extends Omit<MapAddition, 'symbol'> {
  readonly group: ChangeGroup;
}
