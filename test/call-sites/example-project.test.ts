/** The shipped project of callers: what the checker says of it, and how much of it moves. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { builtInPairs } from '../../src/compat/index.js';
import { check } from '../../tools/cli/commands/check.js';
import { migrate } from '../../tools/cli/commands/migrate.js';
import { runCommand } from './testing/run-command.js';

const cwd = fileURLToPath(new URL('../../examples/ts-project', import.meta.url));
const options = { cwd, pair: builtInPairs[0]! };

it('is checked', async () => {
  const { out, code } = await runCommand(check, ['src'], options);
  const types = out
    .trimEnd()
    .split('\n')
    .map((line) => /^src\/(\w+)\.ts:\d+: \w+:(\w+)/.exec(line)!.slice(1).join(' '));
  expect([...new Set(types)]).toEqual([
    'accounting MM_ASSUMED',
    'accounting DUPLICATE_TOKEN',
    'accounting ERROR_TEST_WRONG',
    'pool SENTINEL_COMPARED',
    'pool OWNER_UNCHECKED',
    'queue SENTINEL_COMPARED',
    'queue OWNER_UNCHECKED',
    'watcher ERROR_UNCHECKED',
    'watcher HANDLER_CONTEXT',
    'watcher DETACH_ORDER',
  ]);
  expect(code).toBe(1);
});

it('moves as far as its README says', async () => {
  const { out } = await runCommand(migrate, ['-o', 'json', 'src'], options);
  const report = JSON.parse(out) as { files: { file: string }[]; notDone: { file: string }[]; notRead: unknown[] };
  expect(report.files.map(({ file }) => file)).toEqual(['src/pool.ts', 'src/queue.ts', 'src/watcher.ts']);
  expect([...new Set(report.notDone.map(({ file }) => file))]).toEqual(['src/accounting.ts']);
  expect(report.notRead).toEqual([]);
});
