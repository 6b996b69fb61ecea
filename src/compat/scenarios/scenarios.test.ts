import { describe, expect, it } from 'vitest';
import { scenarioTexts } from './bundle.js';
import { ScenarioError } from './model.js';
import { parseScenario } from './parse.js';
import { printScenario } from './print.js';

describe('every scenario of the suite', () => {
  it.each(Object.entries(scenarioTexts))('%s is read, and printing it loses nothing', (_, text) => {
    const scenario = parseScenario(text);
    const printed = printScenario(scenario);
    expect(withoutLines(parseScenario(printed))).toEqual(withoutLines(scenario));
    expect(printScenario(parseScenario(printed))).toBe(printed);
  });
});

describe('a text that cannot be read', () => {
  const head = 'psc 1\n# shows\nplatform vtd\nmm A\ndev d0@iommu0\n';
  it.each([
    ['no version', 'mm A', 1, /psc 1/],
    ['another version', 'psc 2\n# x', 1, /psc 1/],
    ['no comment', 'psc 1\nmm A', 2, /comment/],
    ['an unknown step', `${head}actor vfio {\n  fly d0\n}`, 7, /no such step/],
    ['a name that nobody made', `${head}actor vfio {\n  free s p\n}`, 7, /no set of that name/],
    ['a name of another kind', `${head}actor vfio {\n  s = set.alloc mm=A quota=1\n  free s s\n}`, 8, /is a set/],
    ['too few arguments', `${head}actor vfio {\n  s = set.alloc mm=A quota=1\n  alloc s\n}`, 8, /takes set range/],
    ['a missing option', `${head}actor vfio {\n  s = set.alloc mm=A\n}`, 7, /quota=/],
    ['an open block', `${head}actor vfio {\n  work\n`, 6, /no closing/],
    ['an unknown schedule', `${head}schedule pct d=4`, 6, /not known yet/],
    ['a bad number', `${head}actor vfio {\n  capacity 12x\n}`, 7, /no number/],
  ])('%s: the line and the reason are told', (_, text, line, message) => {
    const error = catchError(() => parseScenario(text));
    expect(error).toBeInstanceOf(ScenarioError);
    expect([error?.line, error?.message]).toEqual([line, expect.stringMatching(message)]);
  });
});

function withoutLines(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'line' ? 0 : inner)));
}

function catchError(run: () => unknown): ScenarioError | null {
  try {
    run();
    return null;
  } catch (error) {
    return error as ScenarioError;
  }
}
