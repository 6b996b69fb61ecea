import { BitField, type FieldSpec } from './bit-field.js';
import { hex, highHalf, lowHalf, type FieldValue } from './word64.js';

/** The fields of one structure, named in the specification's words. */
export type Layout = Readonly<Record<string, FieldSpec>>;

/** What an encoder wants: every field that the layout does not fix, absent ones being 0. */
export type FieldValues<L extends Layout> = {
  readonly [F in keyof L as L[F] extends { readonly fixed: number } ? never : F]?: FieldValue;
};

/** A layout compiled to an encoder: fields are resolved to words and shifts once. */
export class Structure<L extends Layout = Layout> {
  readonly name: string;
  /** Size in 64-bit words. */
  readonly qwords: number;
  /** Compiled fields under their names. */
  readonly fields: { readonly [F in keyof L]: BitField };
  // Names and fields that a caller can give, in two arrays: this loop runs for every descriptor.
  readonly #freeNames: readonly string[];
  readonly #freeFields: readonly BitField[];
  readonly #template: Uint32Array;
  readonly #reserved: Uint32Array;

  constructor(name: string, qwords: number, layout: L) {
    this.name = name;
    this.qwords = qwords;
    this.#template = new Uint32Array(2 * qwords);
    this.#reserved = new Uint32Array(2 * qwords).fill(0xffff_ffff);
    const fields: Record<string, BitField> = {};
    const freeNames: string[] = [];
    const freeFields: BitField[] = [];
    for (const [fieldName, spec] of Object.entries(layout)) {
      const field = new BitField(`${name}.${fieldName}`, spec, qwords);
      fields[fieldName] = field;
      field.clear(this.#reserved, 0);
      if (spec.fixed !== undefined) {
        field.put(this.#template, 0, spec.fixed);
        continue;
      }
      freeNames.push(fieldName);
      freeFields.push(field);
    }
    this.fields = fields as { readonly [F in keyof L]: BitField };
    this.#freeNames = freeNames;
    this.#freeFields = freeFields;
  }

  /** Masks of the fields in the low 32 bits: what a driver of a register works with. */
  get masks(): { readonly [F in keyof L]: number } {
    const masks: Record<string, number> = {};
    for (const [name, field] of Object.entries<BitField>(this.fields)) {
      const words = new Uint32Array(2 * this.qwords).fill(0xffff_ffff);
      field.clear(words, 0);
      masks[name] = ~(words[0] as number) >>> 0;
    }
    return masks as { readonly [F in keyof L]: number };
  }

  /**
   * Writes the structure to `out` from u32 index `at`; fields without a value are 0. Throws RangeError by field name.
   */
  encodeInto(out: Uint32Array, at: number, values: FieldValues<L>): void {
    const template = this.#template;
    for (let i = 0; i < template.length; i++) out[at + i] = template[i] as number;
    const given = values as Readonly<Record<string, FieldValue | undefined>>;
    for (let i = 0; i < this.#freeNames.length; i++) {
      const value = given[this.#freeNames[i] as string];
      if (value !== undefined) (this.#freeFields[i] as BitField).put(out, at, value);
    }
  }

  /** The structure as u32 words, low half of each 64-bit word first. */
  encode(values: FieldValues<L>): Uint32Array {
    const out = new Uint32Array(2 * this.qwords);
    this.encodeInto(out, 0, values);
    return out;
  }

  /** Whether a bit is set that belongs to no field, in the first `qwords` words. */
  hasReservedBits(words: Uint32Array, qwords = this.qwords): boolean {
    for (let i = 0; i < 2 * qwords; i++) if (((words[i] as number) & (this.#reserved[i] as number)) !== 0) return true;
    return false;
  }

  /**
   * Encodes inputs that come from outside: a field that the layout fixes may be repeated but not changed, and a name
   * that
   * is no field is refused. Names that begin with `_` explain and are skipped.
   */
  encodeInputs(inputs: Readonly<Record<string, FieldValue>>): Uint32Array {
    const fields = this.fields as Readonly<Record<string, BitField>>;
    for (const [name, value] of Object.entries(inputs)) {
      if (name.startsWith('_')) continue;
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field === undefined)
        throw new RangeError(`${this.name} has no field ${name}: its fields are ${Object.keys(fields).join(', ')}`);
      const fixed = field.fixed;
      if (fixed !== undefined && (lowHalf(value) !== fixed || highHalf(value) !== 0)) {
        throw new RangeError(`${this.name}.${name}: ${hex(value)} is not the fixed value ${hex(fixed)}`);
      }
    }
    return this.encode(inputs as FieldValues<L>);
  }
}
