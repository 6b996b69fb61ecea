/** A machine of v2 that one line, or the lines of a chain, are played on. */
import type { HwResult } from '../../../v2-typed-token/hw/index.js';
import type { SequenceLine, SequenceStep } from '../sequence-model.js';

export interface Stage {
  /** Runs the operation of a line on the state at hand; null when it is not known. */
  perform(line: SequenceLine): readonly SequenceStep[] | null;
  /** Takes over what moved between two lines without being recorded (reference 6.1, lines and state). */
  resume(line: SequenceLine): void;
}

const numbers: Readonly<Record<string, number>> = { EBUSY: -16, ENODEV: -19, EINVAL: -22, ENOSPC: -28 };

/** Checks the result of an operation against the recorded one: a sequence that agrees by accident is none. */
export function expectReturn(line: SequenceLine, result: HwResult<unknown>): void {
  const recorded = line.config['returns'];
  const returned = result.ok ? 0 : (numbers[result.error.code] ?? Number.NaN);
  if (returned !== (typeof recorded === 'number' ? recorded : 0)) {
    const text = result.ok ? 'success' : `${result.error.code} (${result.error.reason})`;
    throw new RangeError(`${line.operation} returned ${text}, the kernel ${String(recorded ?? 0)}`);
  }
}
