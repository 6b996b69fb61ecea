/** Golden sequences on the old API's hardware: each line from its own start, or a chain from line to line. */
import type { SequenceLine, SequencePlayer, SequenceStep } from '../sequence-model.js';
import { V1AmdStage } from './v1-amd.js';
import { V1SmmuStage } from './v1-smmuv3.js';
import { V1VtdStage } from './v1-vtd.js';

interface Stage {
  enter(line: SequenceLine, fresh: boolean): void;
  play(line: SequenceLine): readonly SequenceStep[] | null;
}

const stages: Readonly<Record<SequenceLine['unit'], () => Stage>> = {
  vtd: () => new V1VtdStage(),
  amd: () => new V1AmdStage(),
  smmuv3: () => new V1SmmuStage(),
};

/** Every line on a machine of its own. */
export const v1SequencePlayer: SequencePlayer = {
  side: 'v1',
  play(line) {
    const stage = stages[line.unit]();
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
      const fresh = line.chain !== chain || line.step === 0;
      const entered = fresh || stage === undefined ? stages[line.unit]() : stage;
      stage = entered;
      chain = line.chain;
      entered.enter(line, fresh);
      return entered.play(line);
    },
  };
}
