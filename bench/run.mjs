/** Prints what pintle costs, beside what its peers cost. Options: see `usage`. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { collectRows } from './harness/collect.mjs';
import { describeMachine } from './harness/machine.mjs';
import { readOptions, usage } from './harness/options.mjs';
import { renderTable } from './harness/table.mjs';
import { toRecord } from './harness/record.mjs';

const oneRow = fileURLToPath(new URL('./harness/one-row.mjs', import.meta.url));
const runFile = promisify(execFile);

async function measured({ module, index, row }, options) {
  const repetitions = options.repetitions ?? row.repetitions ?? (row.command === undefined ? 15 : 5);
  const given = JSON.stringify({ repetitions, full: options.full, tiny: options.tiny });
  try {
    const { stdout } = await runFile(process.execPath, [oneRow, module, String(index), given]);
    return toRecord(row, JSON.parse(stdout));
  } catch (error) {
    const said = String(error.stderr ?? error.message);
    const cause = said.split('\n').find((line) => /Error|error/.test(line)) ?? said.split('\n')[0];
    return toRecord(row, { failed: cause.trim() });
  }
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return void process.stdout.write(usage);
  const wanted = (await collectRows()).filter(({ row }) => options.only.every((word) => matches(row, word)));
  if (wanted.length === 0) throw new Error(`no row has "${options.only.join('" and "')}" in its name`);
  if (options.list) return void process.stdout.write(wanted.map(({ row }) => `${row.side}: ${row.name}\n`).join(''));
  const records = [];
  for (const entry of wanted) {
    process.stderr.write(`${entry.row.side}: ${entry.row.name}\n`);
    records.push(await measured(entry, options));
  }
  const machine = describeMachine();
  if (options.json) process.stdout.write(`${JSON.stringify({ format: 'pintle.bench/1', machine, rows: records })}\n`);
  else process.stdout.write(renderTable(records, machine));
  if (records.some(({ failed }) => failed !== null)) process.exitCode = 1;
}

function matches(row, word) {
  return `${row.side}: ${row.name}`.toLowerCase().includes(word.toLowerCase());
}

try {
  await main();
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
}
