/** Unit tests of the mutated folder: the bundler puts the imports of all test files in front of this file. */
import type { SuiteData } from './suite-data.js';
import { keptTests } from './test-shim.js';

/**
 * Names of all tests.
 *
 * @throws {Error} when one does not pass on the unchanged sources: then this stands for the wrong thing.
 */
export function knownTests(): string[] {
  const failing = keptTests().filter(({ body }) => !passes(body));
  if (failing.length > 0)
    throw new Error(`unit tests fail outside of their runner: ${failing.map(({ name }) => name).join('; ')}`);
  return keptTests().map(({ name }) => name);
}

/** The first test that passed before and does not now. */
export function testDifference({ tests = [] }: SuiteData): string | undefined {
  const wanted = new Set(tests);
  const failed = keptTests().find(({ name, body }) => wanted.has(name) && !passes(body));
  return failed && `unit test ${failed.name}`;
}

function passes(body: () => unknown): boolean {
  try {
    body();
    return true;
  } catch {
    return false;
  }
}
