/** v2 as a player of golden sequences. */
import type { SequenceLine, SequencePlayer } from '../sequence-model.js';
import { AmdStage } from './v2-amd-stage.js';
import { SmmuStage } from './v2-smmuv3-stage.js';
import type { Stage } from './v2-stage.js';
import { VtdStage } from './v2-vtd-stage.js';

const stages: Readonly<Record<string, (line: SequenceLine) => Stage>> = {
  amd: (line) => new AmdStage(line),
  vtd: (line) => new VtdStage(line),
  smmuv3: (line) => new SmmuStage(line),
};

/** Plays each line alone, from its own `initial`. */
export const v2Player: SequencePlayer = {
  side: 'v2',
  play: (line) => stages[line.unit]?.(line).perform(line) ?? null,
};

/** Plays the lines of a chain on one machine, so that the state after a line is what the next one starts from. */
export function v2ChainPlayer(): SequencePlayer {
  const running = new Map<string, { readonly stage: Stage; readonly step: number }>();
  return {
    side: 'v2',
    play(line) {
      const before = running.get(line.chain);
      const goesOn = before !== undefined && before.step + 1 === line.step;
      const stage = goesOn ? before.stage : stages[line.unit]?.(line);
      if (stage === undefined) return null;
      if (goesOn) stage.resume(line);
      running.set(line.chain, { stage, step: line.step });
      return stage.perform(line);
    },
  };
}
