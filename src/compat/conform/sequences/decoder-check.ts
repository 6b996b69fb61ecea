/** The decoder as reader of sequences: every register, entry and stored word must be one that the tables know. */
import { registersOf } from '../../hw-spec/catalog.js';
import { TraceDecoder } from '../../hw-spec/decode-trace.js';
import type { HwEffect } from '../../hw-spec/effect.js';
import { effectText } from '../../hw-spec/effect-text.js';
import { unnamedBits } from '../../hw-spec/structure.js';
import { wordText } from '../json-lines.js';
import type { SequenceLine } from '../sequence-model.js';
import { sequenceTrace } from './to-trace.js';

export interface DecoderProblem {
  readonly kind: 'mismatched' | 'not-covered';
  readonly detail: string;
}

/** The first thing in a line that the tables cannot read; undefined when they read all of it. */
export function decoderProblem(line: SequenceLine): DecoderProblem | undefined {
  const { before, steps } = sequenceTrace(line);
  const decoder = new TraceDecoder({ platform: line.unit });
  decoder.decode(before);
  for (const effect of decoder.decode(steps)) {
    const problem = effectProblem(line, decoder, effect);
    if (problem !== undefined) return { ...problem, detail: `${problem.detail}: ${effectText(effect)}` };
  }
  return undefined;
}

function effectProblem(line: SequenceLine, decoder: TraceDecoder, effect: HwEffect): DecoderProblem | undefined {
  switch (effect.kind) {
    case 'descriptor':
      if (effect.defect === undefined) return undefined;
      return { kind: effect.structure === undefined ? 'not-covered' : 'mismatched', detail: effect.defect };
    case 'register-write':
    case 'register-read': {
      const register = registersOf(line.unit).find(({ offset }) => offset === effect.offset);
      if (register === undefined) return { kind: 'not-covered', detail: 'no such register' };
      const [extra = 0n] = unnamedBits(register.structure, [effect.value]);
      return extra === 0n ? undefined : { kind: 'mismatched', detail: `bits ${wordText(extra)} have no field` };
    }
    case 'entry-store': {
      const entry = decoder.memory.entryAt(effect.place.address);
      if (entry === undefined) return { kind: 'not-covered', detail: 'no table at this address' };
      const word = Number((effect.place.address - entry.base) / 8n);
      const words = Array.from({ length: entry.structure.size }, (_, index) => (index === word ? effect.value : 0n));
      const extra = unnamedBits(entry.structure, words)[word] ?? 0n;
      return extra === 0n ? undefined : { kind: 'mismatched', detail: `bits ${wordText(extra)} have no field` };
    }
    case 'unknown':
      return { kind: 'not-covered', detail: 'no such kind of record' };
    default:
      return undefined;
  }
}
