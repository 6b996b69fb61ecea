import { witnessV2 } from '../../../src/compat/conform/witness-v2.js';
import { scenarioDifference, scenarioVerdicts } from './scenarios.js';
import type { SuiteData, SuiteLayout } from './suite-data.js';
import { witnessDifference, writtenFields } from './suite.js';
import { knownTests, testDifference } from './unit-tests.js';

export const firstDifference = (data: SuiteData): string | undefined => {
  return witnessDifference(data, witnessV2) ?? testDifference(data) ?? scenarioDifference(data);
};

/** What the unchanged side is held to. */
export const prepare = (data: SuiteData): SuiteData => {
  const layouts: SuiteLayout[] = writtenFields(data.layouts, witnessV2);
  return { ...data, layouts, tests: knownTests(), verdicts: data.withScenarios ? scenarioVerdicts() : {} };
};
