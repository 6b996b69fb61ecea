/** Process of one row, so that no row warms or spoils another's code and peak memory is its own. */
import { rowsOf } from './collect.mjs';
import { measureRow } from './measure.mjs';

const [module, index, options] = process.argv.slice(2);
const row = (await rowsOf(module))[Number(index)];
process.stdout.write(JSON.stringify(await measureRow(row, JSON.parse(options))));
