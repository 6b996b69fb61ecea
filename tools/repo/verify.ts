/** The test command: types, lint, format, walls, fresh documents, tests. Every step runs; the last line counts. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programStep, skippedTests, vitestCounts, type StepResult, type VitestReport } from './steps.js';
import { staleFiles } from './documents.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const bin = (name: string) => join(root, 'node_modules', '.bin', name);

async function main(): Promise<number> {
  const results = [
    show(programStep(root, 'types', bin('tsc'), ['-b'])),
    show(programStep(root, 'lint', bin('eslint'), ['.'])),
    show(programStep(root, 'format', bin('prettier'), ['--check', '--log-level=warn', '.'])),
    show(programStep(root, 'walls', bin('depcruise'), ['--config', '.dependency-cruiser.mjs', 'src', 'tools', 'test'])),
    show(await documents()),
    vitest(),
  ];
  const sum = (key: 'passed' | 'failed' | 'skipped') => results.reduce((total, result) => total + result[key], 0);
  const skippedInCi = process.env['CI'] === 'true' ? sum('skipped') : 0;
  if (skippedInCi > 0) console.log(`CI: ${skippedInCi} skipped tests count as failures`);
  console.log(
    `${sum('passed')} passed, ${sum('failed') + skippedInCi} failed, ${sum('skipped') - skippedInCi} skipped`,
  );
  return sum('failed') + skippedInCi > 0 ? 1 : 0;
}

function show(result: StepResult): StepResult {
  console.log(`${result.failed > 0 ? 'FAIL' : 'ok  '} ${result.name}`);
  if (result.failed > 0) console.log(result.output);
  return result;
}

async function documents(): Promise<StepResult> {
  const stale = await staleFiles(root);
  const output = stale.map((file) => `${file} is stale; run: npm run docs\n`).join('');
  return {
    name: 'documents',
    passed: stale.length === 0 ? 1 : 0,
    failed: stale.length === 0 ? 0 : 1,
    skipped: 0,
    output,
  };
}

function vitest(): StepResult {
  const folder = mkdtempSync(join(tmpdir(), 'pintle-verify-'));
  const file = join(folder, 'vitest.json');
  try {
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    spawnSync(bin('vitest'), args, { cwd: root, stdio: 'inherit' });
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
    for (const name of skippedTests(report)) console.log(`skipped: ${name}`);
    return { name: 'tests', ...vitestCounts(report), output: '' };
  } catch (error) {
    console.log(`the tests did not report: ${String(error)}`);
    return { name: 'tests', passed: 0, failed: 1, skipped: 0, output: '' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
