/** The machine contract: every JSON output is one object that begins with its schema and fits it; two runs are equal. */
import { describe, expect, it } from 'vitest';
import { violation } from '../../tools/schema/validate.js';
import { pintle } from './spawned.test-kit.js';

const outputs = [
  ['compare', ['compare', '-o', 'json'], [0, 1]],
  ['check', ['check', 'src/v1-void-token/drivers/vfio.ts', '-o', 'json'], [1]],
  ['parity', ['parity', 'guest-sva-normal', '-o', 'json'], [0]],
  ['review', ['review', 'examples/series', '--tree', 'examples/tree', '-o', 'json'], [1]],
  ['conform', ['conform', '--vectors', 'test/fixtures/vectors/vtd.jsonl', '-o', 'json'], [0]],
] as const;

describe.each(outputs)('%s -o json', (name, args, statuses) => {
  const first = pintle(args);

  it('is one object that begins with its schema', () => {
    expect(statuses).toContain(first.status);
    expect(first.stdout.startsWith(`{\n  "schema": "pintle.${name}/1",\n`)).toBe(true);
    expect(first.stdout.endsWith('}\n')).toBe(true);
  });

  it('fits the schema that pintle schema prints', () => {
    expect(violation(name, JSON.parse(first.stdout))).toBeUndefined();
    expect(JSON.parse(pintle(['schema', name]).stdout)).toMatchObject({
      properties: { schema: { const: `pintle.${name}/1` } },
    });
  });

  it('is the same, byte for byte, a second time', () => {
    expect(pintle(args).stdout).toBe(first.stdout);
  });
});

describe('review', () => {
  it('names the call left behind and the silent change of the shipped series', () => {
    const { stdout } = pintle(['review', 'examples/series', '--tree', 'examples/tree', '-o', 'json']);
    const { findings, behaviours } = JSON.parse(stdout) as {
      findings: readonly { type: string; file: string; origin: string }[];
      behaviours: readonly { status: string }[];
    };
    const left = findings.filter(({ type }) => type === 'CALL_LEFT_BEHIND');
    expect(left).toEqual([expect.objectContaining({ file: 'drivers/vfio/vfio_pasid.c', origin: 'left-behind' })]);
    expect(behaviours.filter(({ status }) => status === 'not-shown')).toHaveLength(1);
  });

  it.each([
    [[], 1],
    [['--fail-on', 'never'], 0],
  ])('with %j ends with %i', (options, status) => {
    expect(pintle(['review', 'examples/series', '--tree', 'examples/tree', ...options]).status).toBe(status);
  });
});
