export { decodedWords, decoderDifference as firstDifference } from './suite.js';
