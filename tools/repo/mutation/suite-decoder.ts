import type { SuiteData } from './suite-data.js';
import { decodedWords, decoderDifference } from './suite.js';
import { knownTests, testDifference } from './unit-tests.js';

export const firstDifference = (data: SuiteData): string | undefined => decoderDifference(data) ?? testDifference(data);

/** What the unchanged decoder says is what it is held to. */
export const prepare = (data: SuiteData): SuiteData => {
  return { ...data, effects: decodedWords(data), tests: knownTests() };
};
