/** Reads the facts that a map gives to a rule and complains about wrong ones in one sentence. */

/** The map gives a rule something that it cannot use. */
export class MapError extends Error {
  override readonly name = 'MapError';
}

export class WithReader {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #owner: string;

  constructor(values: Readonly<Record<string, unknown>>, owner: string) {
    this.#values = values;
    this.#owner = owner;
  }

  #wrong(key: string, expected: string): never {
    throw new MapError(`hazard ${this.#owner}: "with.${key}" must be ${expected}`);
  }

  strings(key: string): readonly string[] {
    const value = this.#values[key];
    if (value === undefined) return [];
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) this.#wrong(key, 'a list of strings');
    return value as string[];
  }

  string(key: string): string | undefined {
    const value = this.#values[key];
    if (value !== undefined && typeof value !== 'string') this.#wrong(key, 'a string');
    return value;
  }

  number(key: string): number | undefined {
    const value = this.#values[key];
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) this.#wrong(key, 'a number from 0');
    return value;
  }

  required(key: string): string {
    return this.string(key) ?? this.#wrong(key, 'given');
  }

  /** Two argument numbers. */
  numberPair(key: string): readonly [number, number] | undefined {
    const value = this.#values[key];
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || value.length !== 2 || !value.every((item) => Number.isInteger(item))) {
      this.#wrong(key, 'a list of two numbers');
    }
    return value as unknown as [number, number];
  }

  /** `{ arg, value }`: an argument that has this value. */
  argumentValue(key: string): { readonly arg: number; readonly value: string } | undefined {
    const value = this.#values[key];
    if (value === undefined) return undefined;
    const given = value as { arg?: unknown; value?: unknown };
    if (
      typeof value !== 'object' ||
      value === null ||
      !Number.isInteger(given.arg) ||
      typeof given.value !== 'string'
    ) {
      this.#wrong(key, '{ "arg": NUMBER, "value": TEXT }');
    }
    return value as { arg: number; value: string };
  }

  flag(key: string): boolean {
    const value = this.#values[key];
    if (value !== undefined && typeof value !== 'boolean') this.#wrong(key, 'true or false');
    return value === true;
  }

  /** Complains about keys that the rule does not know. */
  checkKeys(known: Readonly<Record<string, string>>): void {
    for (const key of Object.keys(this.#values)) {
      if (key in known) continue;
      throw new MapError(
        `hazard ${this.#owner}: its rule knows no "with.${key}"; it knows ${Object.keys(known).join(', ') || 'none'}`,
      );
    }
  }
}
