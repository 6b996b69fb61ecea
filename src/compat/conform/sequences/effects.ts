/** The steps of a sequence line as effects. */
import { TraceDecoder } from '../../hw-spec/decode-trace.js';
import type { HwEffect } from '../../hw-spec/effect.js';
import type { SequenceLine } from '../sequence-model.js';
import { sequenceTrace } from './to-trace.js';

/** Effects of the steps; what the line starts from only tells where things are. */
export function sequenceEffects(line: SequenceLine): HwEffect[] {
  const { before, steps } = sequenceTrace(line);
  const decoder = new TraceDecoder({ platform: line.unit });
  decoder.decode(before);
  return decoder.decode(steps);
}
