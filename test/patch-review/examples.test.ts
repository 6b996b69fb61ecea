/** The series that the README runs. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtInPairs } from '../../src/compat/index.js';
import { mailsOf, remade } from '../../tools/repo/remake-series.js';
import { Repository } from './repository.js';
import { runCommand } from './run-command.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pair = builtInPairs[0]!;

interface Report {
  readonly series: { readonly total: number; readonly missing: readonly number[] };
  readonly patches: readonly {
    readonly number: number;
    readonly builds: boolean;
    readonly callSites: {
      readonly converted: readonly unknown[];
      readonly left: readonly { file: string; line: number }[];
    };
  }[];
  readonly findings: readonly { type: string; file: string; line: number; symbol: string; origin: string }[];
  readonly behaviours: readonly { id: string; entry: string; status: string; file?: string; patch?: number }[];
  readonly since?: {
    readonly same: readonly number[];
    readonly changed: readonly number[];
    readonly new: readonly number[];
    readonly answered: readonly unknown[];
  };
  readonly notRead: readonly unknown[];
}

async function reviewed(
  values: Readonly<Record<string, string | readonly string[]>>,
  input = 'examples/series',
): Promise<Report> {
  const ran = await runCommand([input], { output: ['json'], ...values }, { cwd: root, pair });
  return JSON.parse(ran.out) as Report;
}

/** Lines of a file of the example tree after `git am` of the series. */
function linesAfterAm(file: string): string[] {
  const repository = new Repository(`${root}examples/tree/`);
  try {
    const patches = [...mailsOf(`${root}examples/series`).keys()].filter((name) => !name.includes('cover'));
    repository.git('am', '-q', ...patches);
    return readFileSync(`${repository.folder}/${file}`, 'utf8').split('\n');
  } finally {
    repository.remove();
  }
}

describe('examples/series', () => {
  it('ends with 0, names the call that is left and the silent change', async () => {
    const ran = await runCommand(
      ['examples/series'],
      { tree: 'examples/tree', 'fail-on': 'never' },
      { cwd: root, pair },
    );
    expect(ran.exit).toBe('clean');
    expect(ran.err).toBe('pintle: 2 findings: exit 0\n');
    expect(ran.out).toMatch(/^>> drivers\/vfio\/vfio_pasid\.c:\d+: ERROR:CALL_LEFT_BEHIND:$/m);
    expect(ran.out).toMatch(
      /^>> S1 {2}NOT SHOWN {2}ioasid_attach_data\(\) now answers -EBUSY when\n {3}record->private; 6\/7/m,
    );
  });

  it('follows every call of the tree', async () => {
    const report = await reviewed({ tree: 'examples/tree' });
    expect(report.series).toMatchObject({ total: 7, missing: [] });
    expect(report.notRead).toEqual([]);
    expect(report.patches.map((patch) => patch.callSites.converted.length)).toEqual([5, 1, 6, 1, 7, 0, 0]);
    expect(report.patches.map((patch) => patch.builds)).toEqual([true, true, true, true, false, false, false]);
    expect(report.findings.map(({ type, file, symbol, origin }) => ({ type, file, symbol, origin }))).toEqual([
      { type: 'CALL_LEFT_BEHIND', file: 'drivers/vfio/vfio_pasid.c', symbol: 'ioasid_free', origin: 'left-behind' },
      {
        type: 'BEHAVIOUR_NOT_SHOWN',
        file: 'drivers/iommu/ioasid.c',
        symbol: 'ioasid_attach_data',
        origin: 'introduced',
      },
    ]);
  });

  it('the line it names is the one that is left', async () => {
    const report = await reviewed({ tree: 'examples/tree' });
    const left = report.findings.find((finding) => finding.type === 'CALL_LEFT_BEHIND');
    expect(linesAfterAm(left?.file ?? '')[(left?.line ?? 0) - 1]).toBe('\t\tioasid_free(pasid);');
  });

  it('tells what changed since the version before', async () => {
    const report = await reviewed({ tree: 'examples/tree', prev: 'examples/series-v1.mbx' });
    expect(report.since).toMatchObject({ same: [1, 2, 3, 4], changed: [5, 6], new: [7] });
    expect(report.since?.answered.length).toBeGreaterThan(0);
  });

  it('is what git makes of it, byte for byte', () => {
    for (const path of ['examples/series', 'examples/series-v1.mbx']) {
      const shipped = mailsOf(`${root}${path}`);
      expect(shipped.size).toBeGreaterThan(0);
      for (const [name, text] of remade(`${root}examples/tree`, `${root}${path}`))
        expect(text, name).toBe(shipped.get(name));
    }
  });
});
