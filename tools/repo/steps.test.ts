import { describe, expect, it } from 'vitest';
import { programStep, skippedTests, vitestCounts, type VitestReport } from './steps.js';

function report(counts: Partial<VitestReport>): VitestReport {
  return {
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numFailedTestSuites: 0,
    testResults: [],
    ...counts,
  };
}

describe('counting a run of the tests', () => {
  it('adds what passed, failed and did not run', () => {
    const counts = vitestCounts(report({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 }));
    expect(counts).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  it('counts a file that could not be loaded as a failure, and one with failed tests not twice', () => {
    const failedTest = { status: 'failed', fullName: 'a b' };
    const testResults = [
      { name: 'unloaded.test.ts', status: 'failed', assertionResults: [] },
      { name: 'failing.test.ts', status: 'failed', assertionResults: [failedTest] },
    ];
    expect(vitestCounts(report({ numFailedTests: 1, testResults }))).toEqual({ passed: 0, failed: 2, skipped: 0 });
  });

  it('names what did not run', () => {
    const assertionResults = [
      { status: 'skipped', fullName: 'a' },
      { status: 'passed', fullName: 'b' },
      { status: 'todo', fullName: 'c' },
    ];
    const testResults = [{ name: 'x.test.ts', status: 'passed', assertionResults }];
    expect(skippedTests(report({ testResults }))).toEqual(['a', 'c']);
  });
});

describe('a program as a step', () => {
  it('passes or fails as one, with what it printed', () => {
    const print = (status: number): readonly string[] => ['-e', `console.log('said'); process.exit(${status})`];
    expect(programStep('.', 'ok', process.execPath, print(0))).toMatchObject({
      passed: 1,
      failed: 0,
      output: 'said\n',
    });
    expect(programStep('.', 'not', process.execPath, print(3))).toMatchObject({
      passed: 0,
      failed: 1,
      output: 'said\n',
    });
  });

  it('fails when there is no such program', () => {
    const step = programStep('.', 'gone', './no-such-program', []);
    expect(step.failed).toBe(1);
    expect(step.output).toContain('ENOENT');
  });
});
