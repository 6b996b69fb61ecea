import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonLines } from '../../src/compat/conform/json-lines.js';
import { sequenceEffects } from '../../src/compat/conform/sequences/effects.js';
import { sequenceLine } from '../../src/compat/conform/sequences/sequence-line.js';
import { effectText } from '../../src/compat/hw-spec/index.js';

/** Digest of what the golden sequences decode to, per unit. A change of words or numbers is looked at, then written here. */
const digests: Readonly<Record<string, string>> = {
  vtd: '9d16103b2066d11fb3030868f7e3bbc78e6fbb974acdc7c91a151744608858eb',
  smmuv3: '820f4feae049356a7e87eef9088b5b3072618c2cb0c5c186d47136d58f9e12f9',
  amd: 'f7cc7523a6fdb3b83c603a31d4e5ae38f74154274f836b56eb54b5bff1d98df0',
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
