/** One golden vector: a structure, its inputs and the words that the real encoder printed (reference 6). */
import { isObject, type JsonObject, malformed, type NumberedLine, wideNumber } from '../json-lines.js';

export interface VectorLine {
  readonly file: string;
  readonly line: number;
  readonly unit: string;
  readonly structure: string;
  /** Fields only: names that start with `_` explain the case and are left out. */
  readonly inputs: Readonly<Record<string, bigint>>;
  /** Inputs that stood as hex strings: wide values and addresses. */
  readonly wide: ReadonlySet<string>;
  readonly words: readonly bigint[];
  readonly source: string;
}

const mostWords = 8;

/** Checks one line of a vectors file; errors name file, line and key. */
export function vectorLine(file: string, { number, value }: NumberedLine): VectorLine {
  const fail = (what: string) => malformed(file, number, what);
  const text = (key: string): string => {
    const found = value[key];
    if (typeof found !== 'string' || found === '') throw fail(`"${key}" must be a string`);
    return found;
  };
  const words = value['qwords'];
  if (!Array.isArray(words) || words.length === 0 || words.length > mostWords) {
    throw fail(`"qwords" must be a list of 1 to ${String(mostWords)} hex words`);
  }
  const { inputs, wide } = fields(value['inputs'], fail);
  return {
    file,
    line: number,
    unit: text('unit'),
    structure: text('structure'),
    inputs,
    wide,
    words: words.map((word: unknown, index) => {
      const read = typeof word === 'string' ? wideNumber(word) : undefined;
      if (read === undefined) throw fail(`"qwords"[${String(index)}] is not a hex word of at most 64 bits`);
      return read;
    }),
    source: typeof value['source'] === 'string' ? value['source'] : '',
  };
}

function fields(value: unknown, fail: (what: string) => Error) {
  if (!isObject(value)) throw fail('"inputs" must be an object');
  const inputs: Record<string, bigint> = {};
  const wide = new Set<string>();
  for (const [name, given] of Object.entries<unknown>(value)) {
    if (name.startsWith('_')) continue;
    const read = wideNumber(given);
    if (read === undefined) throw fail(`input "${name}" is neither a number nor a hex string of at most 64 bits`);
    inputs[name] = read;
    if (typeof given === 'string') wide.add(name);
  }
  return { inputs, wide };
}

/** True for an object that has the keys of a vector. */
export function looksLikeVector(value: JsonObject): boolean {
  return 'structure' in value && 'qwords' in value;
}
