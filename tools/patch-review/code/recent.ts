/** Results of reading the sources that were asked for last; a long series would not fit into memory otherwise. */
import type { Source } from '../tree/model.js';

const kept = 48;

/** Remembers one kind of result for a few sources. */
export class Recent<Value> {
  readonly #values = new Map<Source, Value>();

  /** The result for a source; made when it is not at hand. */
  of(source: Source, make: (source: Source) => Value): Value {
    const known = this.#values.get(source);
    if (known !== undefined) {
      // The last one asked for is the last one to go.
      this.#values.delete(source);
      this.#values.set(source, known);
      return known;
    }
    const made = make(source);
    this.#values.set(source, made);
    if (this.#values.size > kept) this.#values.delete(this.#values.keys().next().value!);
    return made;
  }
}
