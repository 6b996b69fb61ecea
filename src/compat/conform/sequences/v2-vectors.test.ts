import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { encodeStructure, type FieldValue, type StructureUnit } from '../../../v2-typed-token/hw/index.js';

interface VectorLine {
  readonly structure: string;
  readonly inputs: Readonly<Record<string, number | string>>;
  readonly qwords: readonly string[];
}

const fixtures = new URL('../../../../test/fixtures/vectors/', import.meta.url);

function linesOf(unit: string): VectorLine[] {
  const text = readFileSync(new URL(`${unit}.jsonl`, fixtures), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as VectorLine);
}

function asInputs(inputs: VectorLine['inputs']): Record<string, FieldValue> {
  const out: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(inputs)) {
    if (name.startsWith('_')) continue;
    const wide = BigInt(value);
    out[name] = { lo: Number(wide & 0xffff_ffffn), hi: Number(wide >> 32n) };
  }
  return out;
}

function asQwords(words: Uint32Array | undefined): string[] {
  if (words === undefined) return ['not covered'];
  return Array.from({ length: words.length / 2 }, (_, i) => {
    const value = (BigInt(words[2 * i + 1] as number) << 32n) | BigInt(words[2 * i] as number);
    return `0x${value.toString(16).padStart(16, '0')}`;
  });
}

describe.each<StructureUnit>(['vtd', 'smmuv3', 'amd'])('golden vectors of %s', (unit) => {
  const lines = linesOf(unit);
  const structures = [...new Set(lines.map((line) => line.structure))];

  test.each(structures)('%s encodes as the kernel does', (structure) => {
    for (const line of lines.filter((one) => one.structure === structure)) {
      const words = encodeStructure(unit, structure, asInputs(line.inputs));
      expect(asQwords(words), JSON.stringify(line.inputs)).toEqual(line.qwords);
    }
  });
});
