/** `pintle conform`: the models against what the real code did. */
import {
  type ConformProfile,
  conformProfiles,
  conformance,
  MalformedLineError,
  TraceFormatError,
} from '../../../src/compat/conform/index.js';
import { type AnyConformReport, conformText } from '../../conform/render-text.js';
import { parseOutputs, writeOutputs } from '../outputs.js';
import { readInput, type TextInput } from '../../decode/read-input.js';
import type { Command, Invocation } from '../command.js';
import { UsageError } from '../errors.js';
import type { Exit } from '../exit-codes.js';

const kinds = ['traces', 'vectors', 'sequences'] as const;
type Kind = (typeof kinds)[number];

export const conform: Command = {
  name: 'conform',
  summary: 'Hold the models against recordings, golden vectors and golden sequences of the real code.',
  usage: 'pintle conform [--profile as-posted|decided] --traces FILE... | --vectors FILE... | --sequences FILE...',
  options: {
    traces: { type: 'string', multiple: true },
    vectors: { type: 'string', multiple: true },
    sequences: { type: 'string', multiple: true },
    profile: { type: 'string' },
  },
  optionHelp: {
    traces: 'FILE...  recorded runs of the real library code, .jsonl or .jsonl.gz',
    vectors: 'FILE...  words that the real encoders printed, with their inputs',
    sequences: 'FILE...  ordered effects of the real driver functions',
    profile: 'as-posted|decided  with --traces: published defects on or off (default decided)',
  },
  async run(invocation, io): Promise<Exit> {
    const { kind, files } = wanted(invocation);
    const profile = profileOf(invocation, kind);
    const outputs = parseOutputs(invocation.values['output'], ['text', 'json'], 'text');

    const inputs: TextInput[] = [];
    for (const file of files) inputs.push(await readInput(file, io));
    const report = conformed(kind, inputs, profile);

    const verbose = invocation.values['verbose'] === true;
    writeOutputs(
      outputs,
      (format) => (format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : conformText(report, verbose)),
      io,
    );
    if (report.totals.mismatched > 0) return 'findings';
    return report.totals.notCovered > 0 && invocation.values['allow-incomplete'] !== true ? 'incomplete' : 'clean';
  },
};

/** The one kind that was asked for; files follow its option and stand as positionals. */
function wanted({ values, positionals }: Invocation): { readonly kind: Kind; readonly files: readonly string[] } {
  const asked = kinds.filter((kind) => values[kind] !== undefined);
  const [kind] = asked;
  if (kind === undefined) throw new UsageError('conform: give --traces, --vectors or --sequences with files');
  if (asked.length > 1)
    throw new UsageError(`conform: --${asked.join(' and --')} together; run them one after the other`);
  const named = values[kind];
  return { kind, files: [...(Array.isArray(named) ? (named as readonly string[]) : []), ...positionals] };
}

function profileOf({ values }: Invocation, kind: Kind): ConformProfile {
  const given = values['profile'] ?? 'decided';
  const profile = conformProfiles.find((candidate) => candidate === given);
  if (profile === undefined)
    throw new UsageError(`--profile ${String(given)}: expected ${conformProfiles.join(' or ')}`);
  if (kind !== 'traces' && values['profile'] !== undefined) throw new UsageError('--profile: goes with --traces only');
  return profile;
}

function conformed(kind: Kind, inputs: readonly TextInput[], profile: ConformProfile): AnyConformReport {
  try {
    return kind === 'traces' ? conformance.traces(inputs, profile) : conformance[kind](inputs);
  } catch (error) {
    if (error instanceof MalformedLineError || error instanceof TraceFormatError) {
      throw new UsageError(error.message, { cause: error });
    }
    throw error;
  }
}
