/** Recorded steps of a line against those that a witness made, step by step. */
import { wideNumber } from '../json-lines.js';
import type { SequenceLine, SequenceStep } from '../sequence-model.js';
import { type Image, storeOf } from './image.js';
import { matchStores } from './stores.js';

export interface StepDifference {
  /** Index in the recorded steps where the two part. */
  readonly step: number;
  readonly expected: string;
  readonly found: string;
}

interface Stretch {
  /** Index of the first step in the list. */
  readonly start: number;
  readonly stores: readonly SequenceStep[];
  /** The step that ends the stretch; undefined at the end of the line. */
  readonly end: SequenceStep | undefined;
}

/**
 * Compares in total order; memory steps between two other steps are compared by the rules of `once` and `plain`.
 *
 * @param image memory before the line; holds the observed state afterwards, up to the first difference.
 */
export function compareSteps(
  line: SequenceLine,
  observed: readonly SequenceStep[],
  image: Image,
): StepDifference | undefined {
  const wanted = stretches(line.steps);
  const got = stretches(observed);
  for (const [index, expected] of wanted.entries()) {
    const found = got[index] ?? { start: observed.length, stores: [], end: undefined };
    const stores = found.stores.flatMap((step) => storeOf(step) ?? []);
    if (!matchStores(line, expected.stores, stores, image)) return storeDifference(expected, found);
    if (!sameStep(expected.end, found.end)) {
      return {
        step: expected.start + expected.stores.length,
        expected: stepText(expected.end),
        found: stepText(found.end),
      };
    }
  }
  const extra = got[wanted.length];
  return (
    extra && { step: line.steps.length, expected: stepText(undefined), found: stepText(extra.stores[0] ?? extra.end) }
  );
}

function stretches(steps: readonly SequenceStep[]): Stretch[] {
  const all: Stretch[] = [];
  let start = 0;
  for (const [index, step] of steps.entries()) {
    if (step.op === 'mem_write') continue;
    all.push({ start, stores: steps.slice(start, index), end: step });
    start = index + 1;
  }
  all.push({ start, stores: steps.slice(start), end: undefined });
  return all;
}

/** Points at the first store that is not in its place; plain stores that cancel out are not told apart here. */
function storeDifference(expected: Stretch, found: Stretch): StepDifference {
  let at = 0;
  while (at < expected.stores.length && sameStep(expected.stores[at], found.stores[at])) at += 1;
  return {
    step: expected.start + at,
    expected: stepText(expected.stores[at] ?? expected.end),
    found: stepText(found.stores[at] ?? found.end),
  };
}

/** Names that explain a step and are derived from its address. */
const explaining: readonly string[] = ['region', 'how', 'reg', 'for'];

function sameStep(expected: SequenceStep | undefined, found: SequenceStep | undefined): boolean {
  if (expected === undefined || found === undefined) return expected === found;
  if (expected.op !== found.op) return false;
  const keys = Object.keys(expected).filter((key) => {
    if (expected.op === 'mem_write') return key === 'phys' || key === 'value';
    return !explaining.includes(key) || key in found;
  });
  return keys.every((key) => sameValue(expected[key], found[key]));
}

function sameValue(expected: unknown, found: unknown): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(found) &&
      expected.length === found.length &&
      expected.every((item, index) => sameValue(item, found[index]))
    );
  }
  const wide = wideNumber(expected);
  return wide === undefined ? expected === found : wide === wideNumber(found);
}

/** One step as a line of text: the kind, then its keys. */
export function stepText(step: SequenceStep | undefined): string {
  if (step === undefined) return 'end of the sequence';
  const keys = Object.entries(step).filter(([key]) => key !== 'op' && key !== 'how');
  const shown = keys.map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(' ') : String(value)}`);
  return [step.op, ...shown].join(' ');
}
