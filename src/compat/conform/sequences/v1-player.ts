/** Golden sequences on the old API's hardware: each line from its own start, or a chain from line to line. */
import type { SequenceLine, SequencePlayer, SequenceStep } from '../sequence-model.js';
import { V1AmdStage } from './v1-amd.js';
import { V1VtdStage } from './v1-vtd.js';

interface Stage {
  enter(line: SequenceLine, fresh: boolean): void;
  play(line: SequenceLine): readonly SequenceStep[] | null;
}

const stages: Readonly<Partial<Record<SequenceLine['unit'], () => Stage>>> = {
  vtd: () => new V1VtdStage(),
  amd: () => new V1AmdStage(),
};

/** Every line on a machine of its own. */
export const v1SequencePlayer: SequencePlayer = {
  side: 'v1',
  play(line) {
    const stage = stages[line.unit]?.();
    if (stage === undefined) return null;
    stage.enter(line, true);
    return stage.play(line);
  },
};

/** Lines of a chain go on with the machine of the line before. */
export function v1ChainPlayer(): SequencePlayer {
  let chain = '';
  let stage: Stage | undefined;
  return {
    side: 'v1',
    play(line) {
      const fresh = line.chain !== chain || line.step === 0 || stage === undefined;
      if (fresh) stage = stages[line.unit]?.();
      chain = line.chain;
      if (stage === undefined) return null;
      stage.enter(line, fresh);
      return stage.play(line);
    },
  };
}
