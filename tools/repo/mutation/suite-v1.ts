import { witnessV1 } from '../../../src/compat/conform/witness-v1.js';
import { scenarioDifference, scenarioVerdicts } from './scenarios.js';
import type { SuiteData, SuiteLayout } from './suite-data.js';
import { witnessDifference, writtenFields } from './suite.js';
import { knownTests, testDifference } from './unit-tests.js';

export const firstDifference = (data: SuiteData): string | undefined => {
  return witnessDifference(data, witnessV1) ?? testDifference(data) ?? scenarioDifference(data);
};

/** What the unchanged side is held to. */
export const prepare = (data: SuiteData): SuiteData => {
  const layouts: SuiteLayout[] = writtenFields(data.layouts, witnessV1);
  return { ...data, layouts, tests: knownTests(), verdicts: data.withScenarios ? scenarioVerdicts() : {} };
};
