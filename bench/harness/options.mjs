import { parseArgs } from 'node:util';

export const usage = `npm run bench -- [options]

  --only WORDS       rows with WORDS in "side: name" (may be repeated: all must be there)
  --list             names of the rows, without running them
  --repetitions N    runs of each side that are counted; default 15, of commands 5
  --full             large variants: 1,000 files of call sites instead of 200
  --tiny             smallest variants, to see that rows run; their figures mean nothing
  -o text|json       default text; json is pintle.bench/1
  --help
`;

/** Throws an Error with one sentence for arguments that are not understood. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      list: { type: 'boolean', default: false },
      repetitions: { type: 'string' },
      full: { type: 'boolean', default: false },
      tiny: { type: 'boolean', default: false },
      output: { type: 'string', short: 'o', default: 'text' },
      help: { type: 'boolean', default: false },
    },
  });
  const { output, repetitions, ...rest } = values;
  if (output !== 'text' && output !== 'json') throw new Error(`-o ${output}: text or json`);
  if (repetitions !== undefined && !/^[1-9]\d*$/.test(repetitions)) {
    throw new Error(`--repetitions ${repetitions}: a number from 1`);
  }
  return {
    ...rest,
    json: output === 'json',
    repetitions: repetitions === undefined ? null : Number(repetitions),
  };
}
