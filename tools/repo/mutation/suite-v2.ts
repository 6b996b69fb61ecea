import { witnessV2 } from '../../../src/compat/conform/witness-v2.js';
import type { SuiteData } from './suite-data.js';
import { witnessDifference } from './suite.js';

export const firstDifference = (data: SuiteData): string | undefined => witnessDifference(data, witnessV2);
