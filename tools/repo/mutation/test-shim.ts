/** The part of vitest that unit tests of hardware use, for a context in which no test runner is: tests are kept and run when asked. */

export interface KeptTest {
  readonly name: string;
  readonly body: () => unknown;
}

const kept: KeptTest[] = [];
/** Suites around what is being kept: name, and what runs before each test of them. The first one is the file. */
let path: { readonly name: string; readonly before: (() => unknown)[] }[] = [];

/** The bundler puts a call in front of each file. */
export function startFile(name: string): void {
  path = [{ name, before: [] }];
}

export function beforeEach(hook: () => unknown): void {
  path.at(-1)?.before.push(hook);
}

/** All tests of the bundle, in order. */
export const keptTests = (): readonly KeptTest[] => kept;

type Body = (...args: never[]) => unknown;
type Suite = ((name: string, body: () => void) => void) & { each: Each };
type Each = (rows: readonly unknown[]) => (name: string, body: Body) => void;

const rowArguments = (row: unknown): unknown[] => (Array.isArray(row) ? row : [row]);

function keepSuite(name: string, body: () => void): void {
  path.push({ name, before: [] });
  body();
  path.pop();
}

function keepTest(name: string, body: () => unknown): void {
  const around = [...path];
  kept.push({
    name: [...around.map((suite) => suite.name), name].join(' > '),
    body: () => {
      for (const { before } of around) for (const hook of before) hook();
      body();
    },
  });
}

const eachOf = (keep: (name: string, body: () => void) => void): Each => {
  return (rows) => (name, body) => {
    rows.forEach((row, index) => {
      keep(`${name} #${String(index + 1)}`, () => (body as (...args: unknown[]) => void)(...rowArguments(row)));
    });
  };
};

export const describe: Suite = Object.assign(keepSuite, { each: eachOf(keepSuite) });
export const it: Suite = Object.assign(keepTest, { each: eachOf(keepTest) });
export const test = it;

class Failure extends Error {
  override readonly name = 'Failure';
}

type Matcher = Readonly<Record<string, (...args: unknown[]) => void>> & {
  readonly not: Readonly<Record<string, (...args: unknown[]) => void>>;
};

/** Checks a value; throws where the value is not as it should be. */
export function expect(value: unknown): Matcher {
  const check = (want: boolean) => {
    const must = (holds: boolean): void => {
      if (holds !== want) throw new Failure('not as expected');
    };
    return {
      toBe: (other: unknown) => {
        must(Object.is(value, other));
      },
      toEqual: (other: unknown) => {
        must(isEqual(value, other));
      },
      toStrictEqual: (other: unknown) => {
        must(isEqual(value, other));
      },
      toMatchObject: (other: unknown) => {
        must(matches(value, other));
      },
      toHaveLength: (length: unknown) => {
        must((value as { length: number }).length === length);
      },
      toBeUndefined: () => {
        must(value === undefined);
      },
      toBeDefined: () => {
        must(value !== undefined);
      },
      toBeGreaterThan: (other: unknown) => {
        must((value as number) > (other as number));
      },
      toContain: (item: unknown) => {
        must(typeof value === 'string' ? value.includes(String(item)) : (value as unknown[]).includes(item));
      },
      toThrow: (wanted?: unknown) => {
        must(throws(value as () => unknown, wanted));
      },
    };
  };
  return { ...check(true), not: check(false) } as unknown as Matcher;
}

function throws(call: () => unknown, wanted: unknown): boolean {
  try {
    call();
    return false;
  } catch (error) {
    if (wanted === undefined) return true;
    if (typeof wanted === 'function') return error instanceof (wanted as new () => unknown);
    const message = error instanceof Error ? error.message : String(error);
    return wanted instanceof RegExp ? wanted.test(message) : message.includes(String(wanted));
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Keys that say something: a key with no value is as good as none. */
const keysOf = (value: Record<string, unknown>): string[] =>
  Object.keys(value).filter((key) => value[key] !== undefined);

function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (a instanceof Map && b instanceof Map) return isEqual([...a], [...b]);
  if (a instanceof Set && b instanceof Set) return isEqual([...a], [...b]);
  if (Array.isArray(a) !== Array.isArray(b) || ArrayBuffer.isView(a) !== ArrayBuffer.isView(b)) return false;
  const keys = keysOf(a);
  return keys.length === keysOf(b).length && keys.every((key) => isEqual(a[key], b[key]));
}

function matches(value: unknown, part: unknown): boolean {
  if (!isObject(part) || !isObject(value)) return isEqual(value, part);
  if (Array.isArray(part)) {
    return (
      Array.isArray(value) && value.length === part.length && part.every((item, index) => matches(value[index], item))
    );
  }
  return Object.keys(part).every((key) => matches(value[key], part[key]));
}
