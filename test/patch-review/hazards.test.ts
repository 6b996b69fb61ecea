/** The rules of the call-site checker on the lines of a series, over the example tree and the built-in pair. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { builtInPairs } from '../../src/compat/index.js';
import type { Commit } from './repository.js';
import { Repository } from './repository.js';
import { runCommand } from './run-command.js';

const tree = fileURLToPath(new URL('../../examples/tree/', import.meta.url));
const made: Repository[] = [];
afterAll(() => made.forEach((repository) => repository.remove()));

/** Findings of a series over the example tree, without the behaviour rows. */
async function findings(commits: readonly Commit[]): Promise<string[]> {
  const repository = new Repository(tree);
  made.push(repository);
  for (const commit of commits) repository.commit(commit);
  writeFileSync(join(repository.folder, 'box.mbx'), repository.mailbox());
  repository.git('checkout', '-q', repository.git('rev-list', '--max-parents=0', 'HEAD').trim());
  const setup = { cwd: repository.folder, pair: builtInPairs[0]! };
  const ran = await runCommand(['box.mbx'], { tree: '.', output: ['json'] }, setup);
  const report = JSON.parse(ran.out) as {
    findings: { type: string; file: string; line: number; origin: string; patch: number }[];
  };
  return report.findings
    .filter(({ type }) => type !== 'BEHAVIOUR_NOT_SHOWN')
    .map(({ type, file, line, origin, patch }) => `${patch} ${file}:${line} ${type} ${origin}`);
}

const unchecked = `// SPDX-License-Identifier: MIT
#include <linux/ioasid.h>

void program(ioasid_t id);

void take_one(struct ioasid_set *set)
{
	ioasid_t id;

	id = ioasid_alloc(set, 1, 99, NULL);
	program(id);
}
`;
const checked = unchecked.replace('\tprogram(id);\n', '\tif (id != INVALID_IOASID)\n\t\tprogram(id);\n');
const file = 'drivers/misc/one.c';

describe('hazards on added lines', () => {
  it('a result that nobody tests is the series’ own', async () => {
    const found = await findings([{ message: 'misc: Take one', edits: [{ file, from: null, to: unchecked }] }]);
    expect(found).toEqual([`1 ${file}:11 ERROR_UNCHECKED introduced`]);
  });

  it('what a later patch mends is not reported', async () => {
    const found = await findings([
      { message: 'misc: Take one', edits: [{ file, from: null, to: unchecked }] },
      { message: 'misc: Look first', edits: [{ file, from: null, to: checked }] },
    ]);
    expect(found).toEqual([]);
  });

  it('a hazard that only moved, or stands beside the change, is not reported', async () => {
    const found = await findings([
      {
        message: 'vfio: Count',
        edits: [
          {
            file: 'drivers/vfio/vfio_pasid.c',
            from: '#define VFIO_PASID_QUOTA 1000\n',
            to: '#define VFIO_PASID_QUOTA 1000\n#define VFIO_PASID_MORE 1\n',
          },
        ],
      },
      {
        message: 'kvm: Say it',
        edits: [
          {
            file: 'virt/kvm/pasid_table.c',
            from: '#include <linux/kvm_host.h>\n',
            to: '#include <linux/kernel.h>\n#include <linux/kvm_host.h>\n',
          },
        ],
      },
    ]);
    expect(found).toEqual([]);
  });

  it('includes of a patch are not followed out of the tree', async () => {
    const include = `#include "${'../'.repeat(20)}dev/zero"\n`;
    const found = await findings([
      { message: 'misc: Read on', edits: [{ file, from: null, to: include + unchecked }] },
    ]);
    expect(found).toEqual([`1 ${file}:12 ERROR_UNCHECKED introduced`]);
  });
});
