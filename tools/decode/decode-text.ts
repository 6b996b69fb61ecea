/** From the text of a file to entries and operations, line by line. */
import { sequenceEffects } from '../../src/compat/conform/sequences/effects.js';
import { MalformedLineError } from '../../src/compat/conform/report.js';
import { jsonLine, type JsonObject } from '../../src/compat/conform/json-lines.js';
import { looksLikeSequence, sequenceLine } from '../../src/compat/conform/sequences/sequence-line.js';
import { looksLikeVector, type VectorLine, vectorLine } from '../../src/compat/conform/vectors/vector-line.js';
import {
  decodeWords,
  encodeInputs,
  registersOf,
  type Structure,
  structures,
  vectorName,
} from '../../src/compat/hw-spec/index.js';
import { UsageError } from '../cli/errors.js';
import { chooseByContent, chooseNamed, type Choice, type Chosen, isQueueEntry } from './choose-structure.js';
import { lineForm, type SlotLine, type TableRow } from './line-forms.js';
import type { DecodedItem, Decoding, NotDecoded } from './model.js';
import type { TextInput } from './read-input.js';

/**
 * Decodes a whole input.
 *
 * @throws {UsageError} naming file and line when a line does not parse, or its words can be several structures.
 */
export function decodeText(input: TextInput, choice: Choice | undefined): Decoding {
  const reader = new Reader(input.file, choice);
  input.text.split(/\r?\n/).forEach((text, index) => reader.line(text, index + 1));
  return reader.finish();
}

const byName = (name: string): Structure => {
  const found = structures.find((structure) => structure.name === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
};

class Reader {
  readonly #file: string;
  readonly #choice: Choice | undefined;
  readonly #items: DecodedItem[] = [];
  readonly #notDecoded: NotDecoded[] = [];
  /** Words of lines that have one word each, which belong together. */
  #column: bigint[] = [];
  #columnLine = 0;
  #unit = '';
  #pointers: { readonly head: number; readonly tail: number } | undefined;
  #lastDevice = '';
  #emptySlots = 0;

  constructor(file: string, choice: Choice | undefined) {
    this.#file = file;
    this.#choice = choice;
  }

  line(text: string, line: number): void {
    if (text.trimStart().startsWith('{')) {
      this.#endColumn();
      this.#json(text, line);
      return;
    }
    const form = lineForm(text);
    if (form.form !== 'words' || form.words.length > 1) this.#endColumn();
    switch (form.form) {
      case 'wrong':
        throw this.#wrong(line, form.why);
      case 'words':
        this.#words(form.words, line);
        break;
      case 'fields':
        this.#fields(form.inputs, line);
        break;
      case 'submit':
        this.#descriptor(form.words, line, form.unit);
        break;
      case 'queue-of':
        this.#unit = form.unit;
        break;
      case 'pointers':
        this.#pointers = form;
        break;
      case 'slot':
        this.#slot(form, line);
        break;
      case 'row':
        this.#row(form, line);
        break;
      case 'register':
        this.#register(form.offset, form.words, line);
        break;
      default:
    }
  }

  finish(): Decoding {
    this.#endColumn();
    if (this.#items.length === 0 && this.#notDecoded.length === 0) {
      const why = this.#emptySlots > 0 ? 'every slot is empty' : 'no words, trace or dump in it';
      throw new UsageError(`${this.#file}: ${why}; see pintle decode --help for what it reads`);
    }
    return { items: this.#items, notDecoded: this.#notDecoded };
  }

  #wrong(line: number, why: string): UsageError {
    return new UsageError(`${this.#file}:${String(line)}: ${why}`);
  }

  #words(words: readonly bigint[], line: number): void {
    const [only] = words;
    if (words.length > 1 || only === undefined) {
      this.#choose(words, line);
      return;
    }
    if (this.#column.length === 0) this.#columnLine = line;
    this.#column.push(only);
    if (this.#choice !== undefined && this.#column.length === this.#columnSize(this.#choice)) this.#endColumn();
  }

  /** Words of one structure in a column: the size of what the first word says. */
  #columnSize(choice: Choice): number {
    const chosen = chooseNamed(choice, this.#column.slice(0, 1));
    return 'structure' in chosen ? chosen.structure.size : 1;
  }

  #endColumn(): void {
    const words = this.#column;
    this.#column = [];
    if (words.length === 0) return;
    if (this.#choice === undefined && words.length > 1 && areFirstWords(words)) {
      words.forEach((word, index) => this.#choose([word], this.#columnLine + index));
    } else this.#choose(words, this.#columnLine);
  }

  #choose(words: readonly bigint[], line: number): void {
    const chosen: Chosen = this.#choice === undefined ? chooseByContent(words) : chooseNamed(this.#choice, words);
    if ('problem' in chosen) throw this.#wrong(line, chosen.problem);
    this.#entry(chosen.structure, words, line);
  }

  #entry(
    structure: Structure,
    words: readonly bigint[],
    line: number,
    label = '',
    notes: readonly string[] = [],
  ): void {
    const decoded = decodeWords(structure, words);
    this.#items.push({ kind: 'entry', file: this.#file, line, decoded, given: words.length, label, notes });
  }

  #fields(inputs: Readonly<Record<string, bigint>>, line: number): void {
    const [structure] = this.#choice?.among ?? [];
    if (structure === undefined || this.#choice?.among.length !== 1) {
      throw this.#wrong(line, 'fields need one structure to stand in; name it with --as');
    }
    try {
      this.#entry(
        structure,
        encodeInputs(structure, { ...fixedOf(structure), ...spelled(structure, inputs) }),
        line,
        'encoded',
      );
    } catch (error) {
      if (error instanceof RangeError) throw this.#wrong(line, error.message);
      throw error;
    }
  }

  #descriptor(words: readonly bigint[], line: number, label: string): void {
    const among = structures.filter(({ unit, group }) => unit === 'vtd' && group === 'descriptor');
    const chosen = chooseNamed({ name: 'vtd.qi', among }, words);
    if ('structure' in chosen) this.#entry(chosen.structure, words, line, label);
    else this.#notDecoded.push({ file: this.#file, line, reason: `${label}: ${chosen.problem}` });
  }

  #slot({ index, words, status }: SlotLine, line: number): void {
    if (words.every((word) => word === 0n)) {
      this.#emptySlots += 1;
      return;
    }
    const label = `${this.#unit} slot ${String(index)}${this.#isPending(index) ? ', pending' : ''}, status ${String(status)}`;
    this.#descriptor(words, line, label.trim());
  }

  #isPending(index: number): boolean {
    if (this.#pointers === undefined) return false;
    const { head, tail } = this.#pointers;
    return head <= tail ? index >= head && index < tail : index >= head || index < tail;
  }

  #row({ device, root, context, pasid, entry }: TableRow, line: number): void {
    if (pasid < 0) {
      this.#notDecoded.push({ file: this.#file, line, reason: `${device}: legacy mode, which has no PASID table` });
      return;
    }
    const partly = (name: string): string[] => [`the dump prints only a part of the ${name}`];
    if (device !== this.#lastDevice) {
      this.#entry(byName('root_entry.scalable'), root, line, `bus ${device.slice(0, 2)}`);
      this.#entry(byName('context_entry.scalable'), context, line, `device ${device}`, partly('context entry'));
    }
    this.#lastDevice = device;
    const label = `device ${device}, PASID ${String(pasid)}`;
    this.#entry(byName('pasid_table_entry'), entry, line, label, partly('entry'));
  }

  #register(offset: number, words: readonly bigint[], line: number): void {
    const register = registersOf('vtd').find((candidate) => candidate.offset === offset);
    if (register !== undefined) this.#entry(register.structure, words, line, `register at 0x${offset.toString(16)}`);
  }

  #json(text: string, line: number): void {
    try {
      const value: JsonObject = jsonLine(this.#file, line, text);
      if (looksLikeSequence(value)) this.#sequence(value, line);
      else if (looksLikeVector(value)) this.#vector(vectorLine(this.#file, { number: line, value }));
      else throw this.#wrong(line, 'a JSON object that is neither a vector nor a sequence');
    } catch (error) {
      if (error instanceof MalformedLineError) throw new UsageError(error.message, { cause: error });
      throw error;
    }
  }

  #sequence(value: JsonObject, line: number): void {
    const sequence = sequenceLine(this.#file, { number: line, value });
    const { unit, operation } = sequence;
    this.#items.push({
      kind: 'operation',
      file: this.#file,
      line,
      unit,
      operation,
      effects: sequenceEffects(sequence),
    });
  }

  #vector(vector: VectorLine): void {
    const known = vectorName(vector.unit, vector.structure);
    if (known === undefined) {
      const reason = `${vector.unit} ${vector.structure} is no structure in memory or registers`;
      this.#notDecoded.push({ file: this.#file, line: vector.line, reason });
      return;
    }
    try {
      const kept = Object.entries(vector.inputs).map(([name, input]) => [name, input & (known.kept[name] ?? input)]);
      const wanted = encodeInputs(known.structure, Object.fromEntries(kept) as Record<string, bigint>);
      const same = vector.words.every((word, index) => word === wanted[index]);
      this.#entry(known.structure, vector.words, vector.line, vector.structure, [
        same ? 'inputs agree' : 'inputs differ',
      ]);
    } catch (error) {
      if (error instanceof RangeError) throw this.#wrong(vector.line, error.message);
      throw error;
    }
  }
}

/** True for a list of first words: each is a queue entry alone, and together they are none. */
function areFirstWords(words: readonly bigint[]): boolean {
  const together = chooseByContent(words);
  const isOne = 'structure' in together && isQueueEntry(together.structure);
  return !isOne && words.every((word) => 'structure' in chooseByContent([word]));
}

/** Names with an underscore where the table has a space. */
function spelled(structure: Structure, inputs: Readonly<Record<string, bigint>>): Record<string, bigint> {
  const nameOf = (given: string): string => {
    return structure.fields.find(({ name }) => name === given || name.replaceAll(' ', '_') === given)?.name ?? given;
  };
  return Object.fromEntries(Object.entries(inputs).map(([given, value]) => [nameOf(given), value]));
}

function fixedOf(structure: Structure): Record<string, bigint> {
  return Object.fromEntries(Object.entries(structure.fixed).map(([name, value]) => [name, BigInt(value)]));
}
