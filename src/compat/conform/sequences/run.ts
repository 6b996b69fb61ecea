/** Golden operation sequences against every side that plays them: each line alone, and each chain from line to line. */
import { jsonLines } from '../json-lines.js';
import {
  type ConformCounts,
  type ConformFile,
  type ConformInput,
  type ConformProblem,
  type ConformReport,
  emptyCounts,
  MalformedLineError,
  sumCounts,
} from '../report.js';
import type { SequenceLine, SequencePlayer, SequenceStep } from '../sequence-model.js';
import { type Carried, carryDifference, queueAfter } from './carry.js';
import { compareSteps } from './compare.js';
import { decoderProblem } from './decoder-check.js';
import { initialImage } from './image.js';
import { sequenceLine } from './sequence-line.js';

interface Player {
  readonly name: string;
  readonly player: SequencePlayer;
}

interface Placed {
  readonly file: string;
  readonly number: number;
  readonly line: SequenceLine;
}

/** The tables read every line too: no bit of a step may be without a field. */
const decoder = 'decoder';

/** One side: how it plays a line from the line's own start, and how it goes on from line to line of a chain. */
export interface SequenceSide {
  readonly alone: SequencePlayer;
  /** A player that keeps its machine between the lines of a chain; a fresh one is made for each file. */
  readonly chained?: () => SequencePlayer;
}

type Outcome = 'agreed' | 'mismatched' | 'notCovered';
type Tell = (kind: ConformProblem['kind'], reader: string, detail: string) => void;

/**
 * Plays files of sequences on every side.
 *
 * @throws {MalformedLineError} for a line that is no sequence.
 */
export function conformSequences(inputs: readonly ConformInput[], sides: readonly SequenceSide[]): ConformReport {
  const problems: ConformProblem[] = [];
  const files = inputs.map((input) => playFile(input, sides, problems));
  return {
    schema: 'pintle.conform/1',
    kind: 'sequences',
    readers: [...sides.map(({ alone }) => alone.side), decoder],
    files,
    problems,
    totals: sumCounts(files),
  };
}

function playFile(input: ConformInput, sides: readonly SequenceSide[], problems: ConformProblem[]): ConformFile {
  const players = sides.flatMap(({ alone, chained }): Player[] => [
    { name: alone.side, player: alone },
    ...(chained === undefined ? [] : [{ name: `${alone.side} in its chain`, player: chained() }]),
  ]);
  const lines = jsonLines(input).map((line): Placed => {
    return { file: input.file, number: line.number, line: sequenceLine(input.file, line) };
  });
  if (lines.length === 0)
    throw new MalformedLineError(`${input.file}: holds no sequence; give a .jsonl of golden sequences`);
  const subjects: Record<string, ConformCounts> = {};
  const carried = new Map<string, Carried>();
  for (const placed of lines) {
    const counts = (subjects[placed.line.operation] ??= emptyCounts());
    counts[playLine(placed, players, carried, problems)] += 1;
  }
  return {
    file: input.file,
    unit: [...new Set(lines.map(({ line }) => line.unit))].join('+'),
    sequences: lines.length,
    ...sumCounts(Object.values(subjects)),
    subjects,
  };
}

function playLine(
  { file, number, line }: Placed,
  players: readonly Player[],
  carried: Map<string, Carried>,
  problems: ConformProblem[],
): Outcome {
  let worst: Outcome = players.length === 0 ? 'notCovered' : 'agreed';
  const tell: Tell = (kind, reader, detail) => {
    problems.push({ kind, file, line: number, subject: line.operation, reader, detail });
    if (kind === 'mismatched') worst = 'mismatched';
    else if (worst === 'agreed') worst = 'notCovered';
  };
  const unknown = new Set<string>();
  for (const { name, player } of players) {
    const chain = `${name} ${line.chain}`;
    const before = carried.get(chain);
    carried.delete(chain);
    const observed = play({ name, player }, line, tell);
    if (observed === null) {
      if (!unknown.has(player.side)) tell('not-covered', name, `operation ${line.operation} is not known`);
      unknown.add(player.side);
    }
    if (observed === undefined || observed === null) continue;
    const image = initialImage(line);
    const difference = compareSteps(line, observed, image);
    if (difference !== undefined) {
      const { step, expected, found } = difference;
      tell('mismatched', name, `step ${String(step)}: expected ${expected}; found ${found}`);
      continue;
    }
    if (before !== undefined && before.after.step + 1 === line.step) {
      const moved = carryDifference(before, line);
      if (moved !== undefined) tell('mismatched', name, `chain ${line.chain}: ${moved}`);
    }
    carried.set(chain, { after: line, image, queue: queueAfter(line, observed) });
  }
  const problem = decoderProblem(line);
  if (problem !== undefined) tell(problem.kind, decoder, problem.detail);
  return worst;
}

/** What the player observed; null when it does not know the operation, undefined when it stopped. */
function play({ name, player }: Player, line: SequenceLine, tell: Tell): readonly SequenceStep[] | null | undefined {
  try {
    return player.play(line);
  } catch (error) {
    tell('mismatched', name, `stopped: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
