import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodedBlock, readRecords } from '../../tools/repo/mutation/records.js';

const blocks = readRecords(readFileSync(new URL('records.txt', import.meta.url), 'utf8'));

describe('records made by hand', () => {
  it('are read', () => {
    expect(blocks.length).toBeGreaterThan(15);
    expect(blocks.every(({ trace }) => trace.words.length === trace.length * 6 && trace.length > 0)).toBe(true);
  });

  it.each(blocks.map((block) => [block.name, block] as const))('%s', (_, block) => {
    expect(decodedBlock(block)).toEqual({ effects: block.effects, findings: block.findings });
  });
});
