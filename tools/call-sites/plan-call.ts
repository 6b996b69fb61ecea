/** Which new call answers to an old one, from the map's codemod and the facts of the call. */
import { isDeepStrictEqual } from 'node:util';
import type { ApiPair, CodemodSpec, FixLevel, Language, NewCall } from '../../src/compat/pair-model.js';
import type { ExpressionFacts } from './model.js';

export type CallPlan =
  | { readonly kind: 'keep' }
  | { readonly kind: 'rename'; readonly to: string; readonly level: FixLevel }
  | { readonly kind: 'call'; readonly call: NewCall; readonly level: FixLevel }
  | { readonly kind: 'by-hand'; readonly reason: string };

type Cases = Extract<CodemodSpec, { cases: unknown }>['cases'];

/** Names behind a key of `PairMap.types` in a language. */
export function namesOfType(pair: ApiPair, language: Language, key: string): readonly string[] {
  const known = pair.map.types[key];
  return known === undefined ? [key] : known[language];
}

const emptyLike = new Set(['null', 'undefined', 'NULL']);

function byType(pair: ApiPair, language: Language, cases: Cases, argument: ExpressionFacts): string | undefined {
  if (argument.literal === 'null' || argument.literal === 'undefined') return 'null' in cases ? 'null' : undefined;
  const fits = Object.keys(cases).filter((key) => {
    if (key === '*' || key === 'null') return false;
    return namesOfType(pair, language, key).some((name) => argument.types.includes(name));
  });
  // A type that may also be null has two answers.
  if (fits.length === 1 && !argument.types.some((name) => emptyLike.has(name))) return fits[0];
  if (fits.length > 0 || !('*' in cases)) return undefined;
  // Null and any other value may well be told the same way.
  const mayBeNull = argument.types.some((name) => emptyLike.has(name));
  return !mayBeNull || isDeepStrictEqual(cases['null'], cases['*']) ? '*' : undefined;
}

/** An argument that may be null can not fall under "any other". */
function byLiteral(cases: Cases, argument: ExpressionFacts): string | undefined {
  const key = argument.value === 'undefined' || argument.value === 'NULL' ? 'null' : argument.value;
  if (key !== null && Object.hasOwn(cases, key)) return key;
  if (key !== null && argument.literal !== null && argument.literal !== 'object') return '*' in cases ? '*' : undefined;
  const mayBeNull = 'null' in cases && argument.types.some((name) => emptyLike.has(name));
  return '*' in cases && !mayBeNull ? '*' : undefined;
}

/** The plan for one call. */
export function planCall(
  pair: ApiPair,
  language: Language,
  spec: CodemodSpec,
  args: readonly ExpressionFacts[],
): CallPlan {
  if (spec.kind === 'keep') return { kind: 'keep' };
  if (spec.kind === 'manual') return { kind: 'by-hand', reason: spec.todo };
  if (spec.kind === 'rename') return { kind: 'rename', to: spec.to, level: spec.level ?? 'safe' };
  if (spec.kind === 'reshape') return { kind: 'call', call: spec, level: spec.level ?? 'safe' };
  const argument = args[spec.on];
  if (argument === undefined) return { kind: 'by-hand', reason: spec.otherwise };
  const key = spec.kind === 'by-type' ? byType(pair, language, spec.cases, argument) : byLiteral(spec.cases, argument);
  const chosen = key === undefined ? undefined : spec.cases[key];
  if (chosen === undefined) return { kind: 'by-hand', reason: spec.otherwise };
  return { kind: 'call', call: chosen, level: chosen.level ?? 'safe' };
}

/** The lowest level that a plan needs, arguments that a person must give included. */
export function levelOfPlan(plan: CallPlan): FixLevel {
  if (plan.kind === 'keep') return 'safe';
  if (plan.kind === 'by-hand') return 'by-hand';
  if (plan.kind === 'rename') return plan.level;
  const asks = plan.call.args.filter((item) => 'ask' in item);
  if (asks.some((item) => !('infer' in item) || item.infer === undefined)) return 'by-hand';
  return asks.length > 0 ? 'suggested' : plan.level;
}
