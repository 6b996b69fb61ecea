/** The JSON of every series on the shelf keeps the machine contract. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { violation } from '../../tools/schema/validate.js';
import { leasePair } from './lease-pair.js';
import { runCommand } from './run-command.js';

const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));

describe('pintle.review/1', () => {
  for (const shelf of ['series', 'hostile']) {
    for (const name of readdirSync(join(fixtures, shelf)).sort()) {
      it.each([
        ['over its tree', { tree: 'lease-tree', origin: 'all' }],
        ['without a tree', { prev: 'series/version-before.mbox' }],
      ])(`${name} %s`, async (_name, values) => {
        // A pair without engines: what the map tells is not shown.
        const ran = await runCommand(
          [`${shelf}/${name}`],
          { output: ['json'], ...values },
          { cwd: fixtures, pair: leasePair() },
        );
        const report: unknown = JSON.parse(ran.out);
        expect(Object.keys(report as object)[0]).toBe('schema');
        expect(violation('review', report)).toBeUndefined();
      });
    }
  }
});
