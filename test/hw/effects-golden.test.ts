import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonLines } from '../../src/compat/conform/json-lines.js';
import { sequenceEffects } from '../../src/compat/conform/sequences/effects.js';
import { sequenceLine } from '../../src/compat/conform/sequences/sequence-line.js';
import { effectText } from '../../src/compat/hw-spec/index.js';

/** Digest of what the golden sequences decode to, per unit. A change of words or numbers is looked at, then written here. */
const digests: Readonly<Record<string, string>> = {
  vtd: 'a90a4581b0a2004f58898b5686f3edb6145a9dea6b7c5a4fafaa4b6bf891b881',
  smmuv3: '8484f8e7e21164475466c96c2d714bdc5f453cc868b757aa8dfcd4bd3072f11f',
  amd: '6b3f3608aac468915bab0bc2f732c6410034273d351268b8cad20cf54a6872fb',
};

function texts(unit: string): string[] {
  const file = `${unit}.sequences.jsonl`;
  const text = readFileSync(new URL(`../fixtures/vectors/${file}`, import.meta.url), 'utf8');
  return jsonLines({ file, text }).flatMap((line) => sequenceEffects(sequenceLine(file, line)).map(effectText));
}

describe.each(['vtd', 'smmuv3', 'amd'])('the golden sequences of %s', (unit) => {
  const all = texts(unit);

  it('decode to the words that were looked at', () => {
    expect(createHash('sha256').update(all.join('\n')).digest('hex')).toBe(digests[unit]);
  });

  it('decode without a defect, an unknown register or a place without a table', () => {
    expect(all.filter((text) => /!!|^unknown|register 0x|^M 0x|^M \S+ 0x/.test(text))).toEqual([]);
  });
});
