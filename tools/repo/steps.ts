/** The steps of the test command: what runs, in which order, and how its outcome is read. */
import { spawnSync } from 'node:child_process';

export interface StepResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly output: string;
}

/** A program that passes or fails as one. */
export function programStep(root: string, name: string, command: string, args: readonly string[]): StepResult {
  const ran = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  const output = `${ran.stdout}${ran.stderr}${ran.error === undefined ? '' : `${String(ran.error)}\n`}`;
  const ok = ran.status === 0;
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, output };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly meta?: { readonly reason?: string };
    }[];
  }[];
}

/** Counts of a vitest run from its JSON report; a file that does not load counts as one failure. */
export function vitestCounts(report: VitestReport): Omit<StepResult, 'name' | 'output'> {
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Names of tests that did not run. */
export function skippedTests(report: VitestReport): readonly string[] {
  return report.testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'skipped' || status === 'pending' || status === 'todo')
      .map(({ fullName }) => fullName),
  );
}

export type { VitestReport };
