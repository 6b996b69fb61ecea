/** Front door of conformance: recorded runs, golden vectors and golden sequences of the real code against the models. */
import type { ConformInput, ConformReport } from './report.js';
import { conformSequences } from './sequences/run.js';
import { conformTraces, type ConformTracesReport } from './traces/conform.js';
import type { ConformProfile } from './traces/player-model.js';
import { readSequences } from './traces/read-sequences.js';
import { conformVectors } from './vectors/run.js';
import { sequenceSides, tracePlayers, vectorReaders } from './witnesses.js';

export { TraceFormatError } from './traces/format-error.js';
export { type ConformProfile, conformProfiles } from './traces/player-model.js';
export type { ConformFileReport, ConformTracesReport } from './traces/conform.js';
export type { ConformFile, ConformInput, ConformProblem, ConformReport } from './report.js';
export { MalformedLineError } from './report.js';

/**
 * Every reader and model that exists, ready to run on the text of files.
 *
 * @throws {MalformedLineError} or {TraceFormatError} for a line that is not what the file should hold.
 */
export const conformance = {
  traces: (inputs: readonly ConformInput[], profile: ConformProfile): ConformTracesReport => {
    const files = inputs.map(({ file, text }) => ({ name: file, sequences: readSequences(file, text) }));
    return conformTraces(files, profile, tracePlayers);
  },
  vectors: (inputs: readonly ConformInput[]): ConformReport => conformVectors(inputs, vectorReaders),
  sequences: (inputs: readonly ConformInput[]): ConformReport => conformSequences(inputs, sequenceSides),
} as const;
