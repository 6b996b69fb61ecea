/** Golden vectors against every reader that applies (reference 6). */
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
import type { VectorReader } from './reader.js';
import { type VectorLine, vectorLine } from './vector-line.js';

/**
 * Checks files of vectors. A line agrees when at least one reader applies and all that apply agree; one that a reader
 * should know and does not is counted as not covered.
 *
 * @throws {MalformedLineError} for a line that is no vector.
 */
export function conformVectors(inputs: readonly ConformInput[], readers: readonly VectorReader[]): ConformReport {
  const problems: ConformProblem[] = [];
  const files = inputs.map((input) => checkFile(input, readers, problems));
  return {
    schema: 'pintle.conform/1',
    kind: 'vectors',
    readers: readers.map((reader) => reader.name),
    files,
    problems,
    totals: sumCounts(files),
  };
}

function checkFile(input: ConformInput, readers: readonly VectorReader[], problems: ConformProblem[]): ConformFile {
  const subjects: Record<string, ConformCounts> = {};
  const units = new Set<string>();
  const lines = jsonLines(input).map((line) => vectorLine(input.file, line));
  if (lines.length === 0)
    throw new MalformedLineError(`${input.file}: holds no vector; give a .jsonl of golden vectors`);
  for (const line of lines) {
    units.add(line.unit);
    const counts = (subjects[line.structure] ??= emptyCounts());
    counts[checkLine(line, readers, problems)] += 1;
  }
  return {
    file: input.file,
    unit: [...units].join('+'),
    vectors: lines.length,
    ...sumCounts(Object.values(subjects)),
    subjects,
  };
}

function checkLine(
  line: VectorLine,
  readers: readonly VectorReader[],
  problems: ConformProblem[],
): 'agreed' | 'mismatched' | 'notCovered' {
  let applied = 0;
  let worst: 'agreed' | 'mismatched' | 'notCovered' = 'agreed';
  for (const reader of readers) {
    const answer = reader.read(line);
    if (answer.kind === 'not-applicable') continue;
    applied += 1;
    if (answer.kind === 'agrees') continue;
    const kind = answer.kind === 'differs' ? 'mismatched' : 'not-covered';
    problems.push({
      kind,
      file: line.file,
      line: line.line,
      subject: line.structure,
      reader: reader.name,
      detail: answer.detail,
    });
    if (kind === 'mismatched') worst = 'mismatched';
    else if (worst === 'agreed') worst = 'notCovered';
  }
  return applied === 0 ? 'notCovered' : worst;
}
