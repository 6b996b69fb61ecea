/** The languages that `check` and `migrate` read. A front end is loaded when a file asks for it. */
import type { Language } from '../../src/compat/pair-model.js';
import type { FrontEnd } from './front-end.js';

export interface FrontEndEntry {
  readonly language: Language;
  readonly extensions: readonly string[];
  load(): Promise<FrontEnd>;
}

export const frontEnds: readonly FrontEndEntry[] = [
  {
    language: 'ts',
    extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'],
    load: async () => (await import('./typescript/front-end.js')).typescriptFrontEnd,
  },
  {
    language: 'c',
    extensions: ['.c', '.h'],
    load: async () => (await import('../c/front-end.js')).cFrontEnd,
  },
];
