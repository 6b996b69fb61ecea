/** Labels of opaque pointers: equal label is equal object, in both directions. */
export class Labels {
  readonly #objects = new Map<string, object>();
  readonly #names = new Map<object, string>();

  /** The object of a label that a caller made: created by `make` at its first use. Null stands for NULL. */
  object(name: string | null, make: (name: string) => object = (label) => ({ label })): object | null {
    if (name === null) return null;
    const known = this.#objects.get(name);
    if (known) return known;
    const made = make(name);
    this.bind(name, made);
    return made;
  }

  /** The object bound to a label, or undefined while nothing is. */
  lookUp(name: string): object | undefined {
    return this.#objects.get(name);
  }

  /** Gives an object that the library made its label. */
  bind(name: string, object: object): void {
    this.#objects.set(name, object);
    this.#names.set(object, name);
  }

  /** The label of a pointer; null for null and undefined, `"unlabelled"` for one that nobody named. */
  nameOf(pointer: unknown): string | null {
    if (pointer === null || pointer === undefined) return null;
    return this.#names.get(pointer as object) ?? 'unlabelled';
  }
}
