/** Reports of the shelf of series, held as text. `UPDATE_GOLDEN=1` writes them anew; read the difference before you commit it. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { leasePair } from './lease-pair.js';
import { runCommand } from './run-command.js';

const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));
const pair = leasePair({ 'two-pools': 'diverges-as-told', 'pool-life': 'equal' });

function heldAgainst(name: string, text: string): void {
  const file = join(fixtures, 'golden', name);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(existsSync(file), `${name} is missing`).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

describe('reports of series', () => {
  for (const name of readdirSync(join(fixtures, 'series')).sort()) {
    it(name, async () => {
      const ran = await runCommand([`series/${name}`], { tree: 'lease-tree' }, { cwd: fixtures, pair });
      for (const line of ran.out.split('\n')) {
        const isPlace = /^(?:>>| {2}) \S+:\d+: \w+:\w+:$|^ {3}check: /.test(line);
        expect(isPlace || line.length <= 72, line).toBe(true);
      }
      heldAgainst(`${name.replace(/\.gz$/, '')}.txt`, `${ran.out}-- \n${ran.err}exit ${ran.exit}\n`);
    });
  }

  it('without a base tree', async () => {
    const ran = await runCommand(['series/caller-left-behind-and-silent-refusal.mbox'], {}, { cwd: fixtures, pair });
    heldAgainst('without-a-base.txt', ran.out);
  });

  it('since the version before', async () => {
    const values = { tree: 'lease-tree', prev: 'series/version-before.mbox' };
    const ran = await runCommand(['series/nothing-to-report.mbox'], values, { cwd: fixtures, pair });
    heldAgainst('since-the-version-before.txt', ran.out);
  });

  it.each(['json', 'md', 'mbox', 'html', 'sarif', 'terse'])('as %s', async (format) => {
    const values = { tree: 'lease-tree', output: [format], prev: 'series/version-before.mbox' };
    const input = ['series/caller-left-behind-and-silent-refusal.mbox'];
    const ran = await runCommand(input, values, { cwd: fixtures, pair });
    const again = await runCommand(input, values, { cwd: fixtures, pair });
    expect(again.out).toBe(ran.out);
    heldAgainst(`report.${format}`, ran.out);
  });
});
