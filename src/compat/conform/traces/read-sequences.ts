import { TraceFormatError } from './format-error.js';
import { traceVariants } from './model.js';
import type { TraceArgs, TraceCrash, TraceEvent, TraceOp, TraceSequence, TraceState, TraceVariant } from './model.js';

/** Longest line that is read, in characters; the longest known recording has under 300,000. */
export const longestLine = 16 * 1024 * 1024;

/** Turns packed or plain bytes into text; throws when they are damaged. The caller brings it, so that this file needs no platform. */
export type Unpack = (bytes: Uint8Array, gzip: boolean) => string;

/**
 * Reads a file of recordings, one JSON object a line; empty lines are passed over.
 * `source` is text, or bytes (gzip is told by its first two bytes) with an `unpack` for them.
 * Throws `TraceFormatError` at the first line that is not a sequence.
 */
export function readSequences(file: string, source: string | Uint8Array, unpack?: Unpack): TraceSequence[] {
  const sequences: TraceSequence[] = [];
  let line = 0;
  for (const text of linesOf(textOf(file, source, unpack))) {
    line += 1;
    if (text.length > longestLine)
      throw new TraceFormatError(file, line, `the line is longer than ${longestLine} characters`);
    if (text.trim() !== '') sequences.push(readSequence(file, line, text));
  }
  if (sequences.length === 0)
    throw new TraceFormatError(file, 0, 'holds no sequence; give a .jsonl or .jsonl.gz of recordings');
  return sequences;
}

function textOf(file: string, source: string | Uint8Array, unpack: Unpack | undefined): string {
  if (typeof source === 'string') return source;
  if (!unpack) throw new TraceFormatError(file, 0, 'is given as bytes without a way to unpack them');
  const gzip = source[0] === 0x1f && source[1] === 0x8b;
  try {
    return unpack(source, gzip);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TraceFormatError(file, 0, `${gzip ? 'is a damaged gzip file' : 'is not UTF-8 text'} (${why})`);
  }
}

function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    yield end < 0 ? text.slice(start) : text.slice(start, end);
    if (end < 0) return;
    start = end + 1;
  }
}

type Fields = Record<string, unknown>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readSequence(file: string, line: number, text: string): TraceSequence {
  const wrong = (problem: string): TraceFormatError => new TraceFormatError(file, line, problem);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw wrong(`is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (!isRecord(parsed)) throw wrong('is not a JSON object; one sequence is expected on each line');
  const { name, variant, tags, ops, final } = parsed;
  if (typeof name !== 'string' || name === '') throw wrong('"name" is missing or not a string');
  if (!isVariant(variant)) throw wrong(`"variant" of ${name} is not one of ${traceVariants.join(', ')}`);
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string')) {
    throw wrong(`"tags" of ${name} is not a list of words`);
  }
  if (!Array.isArray(ops) || ops.length === 0) throw wrong(`"ops" of ${name} is not a list of operations`);
  if (final !== null && !isRecord(final)) throw wrong(`"final" of ${name} is neither a state nor null`);
  const read = ops.map((op, index) => readOp(op, (problem) => wrong(`op ${index} of ${name}: ${problem}`)));
  const crash = read.findIndex((op) => op.crash !== undefined);
  if (crash >= 0 && crash !== read.length - 1) throw wrong(`op ${crash} of ${name}: operations follow a crash`);
  if (final === null && crash < 0) throw wrong(`"final" of ${name} is null, but no operation crashed`);
  return { name, variant, tags, ops: read, final: final as TraceState | null, line };
}

function isVariant(value: unknown): value is TraceVariant {
  return (traceVariants as readonly unknown[]).includes(value);
}

function readOp(value: unknown, wrong: (problem: string) => TraceFormatError): TraceOp {
  if (!isRecord(value) || typeof value['op'] !== 'string') throw wrong('"op" is missing');
  const { op, args = {}, result, state, crash, events = [] } = value;
  if (!isRecord(args)) throw wrong('"args" is not an object');
  if (!Array.isArray(events) || !events.every((event) => isRecord(event) && typeof event['ev'] === 'string')) {
    throw wrong('"events" is not a list of events');
  }
  const outcomes = [result, state, crash].filter((outcome) => outcome !== undefined);
  if (outcomes.length !== 1 || !isRecord(outcomes[0])) throw wrong('needs one of "result", "state", "crash"');
  if ((op === 'dump') !== (state !== undefined))
    throw wrong('"state" belongs to a dump, and a dump has no other outcome');
  if (crash !== undefined && !isCrash(crash)) throw wrong('"crash" needs "kind" and "where"');
  return {
    op,
    args: args as TraceArgs,
    events: events as readonly TraceEvent[],
    ...(result === undefined ? {} : { result: result as TraceOp['result'] & object }),
    ...(state === undefined ? {} : { state: state as TraceState }),
    ...(crash === undefined ? {} : { crash }),
  };
}

function isCrash(value: unknown): value is TraceCrash {
  return isRecord(value) && typeof value['kind'] === 'string' && typeof value['where'] === 'string';
}
