/** What a step answered, in words that both sides share. */

/** A name made by the step is compared by the number behind it: ids are equal numbers in both versions. */
export type Outcome =
  | { readonly kind: 'ok'; readonly value: number | string | null }
  /** `errno` is null where the side has only a sentinel to say it with. */
  | { readonly kind: 'refused'; readonly errno: string | null }
  /** A name that the step uses was never made, because the step that makes it was refused. */
  | { readonly kind: 'unbound'; readonly name: string };

export const done: Outcome = { kind: 'ok', value: null };

export function answered(value: number | string | null): Outcome {
  return { kind: 'ok', value };
}

export function refused(errno: string | null): Outcome {
  return { kind: 'refused', errno };
}

/** Equal, where a refusal without a name equals every refusal. */
export function sameOutcome(a: Outcome, b: Outcome): boolean {
  if (a.kind === 'ok') return b.kind === 'ok' && a.value === b.value;
  if (a.kind === 'refused')
    return b.kind === 'refused' && (a.errno === null || b.errno === null || a.errno === b.errno);
  return b.kind === 'unbound' && a.name === b.name;
}

export function outcomeText(outcome: Outcome): string {
  if (outcome.kind === 'ok') return outcome.value === null ? 'ok' : `ok ${outcome.value}`;
  return outcome.kind === 'refused' ? `refused ${outcome.errno ?? ''}`.trimEnd() : `${outcome.name} was never made`;
}
