/** Options that every command takes, with the sentence that help prints. */
import type { ParseArgsConfig } from 'node:util';

export const globalOptions = {
  C: { type: 'string', short: 'C' },
  config: { type: 'string' },
  api: { type: 'string' },
  output: { type: 'string', short: 'o', multiple: true },
  'fail-on': { type: 'string' },
  origin: { type: 'string' },
  baseline: { type: 'string' },
  'allow-incomplete': { type: 'boolean' },
  color: { type: 'string' },
  plain: { type: 'boolean' },
  width: { type: 'string' },
  jobs: { type: 'string' },
  progress: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  verbose: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

export const globalOptionHelp: Readonly<Record<keyof typeof globalOptions, string>> = {
  C: 'DIR  run as if started in DIR',
  config: 'FILE  configuration instead of the nearest pintle.config.json',
  api: 'NAME|DIR  the pair of APIs; default is the first built-in one',
  output: 'FMT[=FILE]  output format, repeatable; without FILE to stdout',
  'fail-on': 'error|warning|note|never  lowest level that ends with 1 (default error)',
  origin: 'introduced|left-behind|all  which findings to print (default: the first two)',
  baseline: 'FILE  findings in FILE are not counted',
  'allow-incomplete': 'something not read does not end with 3',
  color: 'auto|always|never',
  plain: 'no drawing, no colour, one fact per line',
  width: 'N  columns of text output (default 72)',
  jobs: 'N  workers',
  progress: 'auto|never  progress on stderr',
  quiet: 'no summary line on stderr',
  verbose: 'more on stderr',
  help: 'this text',
};
