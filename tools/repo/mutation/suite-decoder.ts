import type { SuiteData } from './suite-data.js';
import { decodedWords } from './suite.js';

export { decoderDifference as firstDifference } from './suite.js';

/** What the unchanged decoder says is what it is held to. */
export const prepare = (data: SuiteData): SuiteData => ({ ...data, effects: decodedWords(data) });
