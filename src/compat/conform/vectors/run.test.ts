import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decoderReader, encoderReader } from './reader.js';
import { conformVectors } from './run.js';

const golden = (unit: string) => ({
  file: `${unit}.jsonl`,
  text: readFileSync(new URL(`../../../../test/fixtures/vectors/${unit}.jsonl`, import.meta.url), 'utf8'),
});

describe('the decoder over all golden vectors', () => {
  it.each([
    ['vtd', 678],
    ['smmuv3', 838],
    ['amd', 509],
  ])('reads every line of %s', (unit, lines) => {
    const report = conformVectors([golden(unit)], [decoderReader]);
    expect(report.problems).toEqual([]);
    const functions = Object.entries(report.files[0]?.subjects ?? {}).filter(([name]) =>
      /^(queue\.|gcr3\.index)/.test(name),
    );
    const notApplicable = functions.reduce((sum, [, counts]) => sum + counts.notCovered, 0);
    expect(report.totals).toEqual({
      agreed: lines - notApplicable,
      deviated: 0,
      mismatched: 0,
      skipped: 0,
      notCovered: notApplicable,
    });
  });
});

const line = (structure: string, inputs: object, ...qwords: string[]) =>
  JSON.stringify({ unit: 'vtd', structure, inputs, qwords, source: 'made here' });

describe('disagreement', () => {
  const pasidCache = (word: string) => ({
    file: 'made.jsonl',
    text: line('qi.pasid_cache_inval', { Type: 7, G: 1, DID: 18, PASID: 76 }, word, '0x0', '0x0', '0x0'),
  });

  it('is told with field and bits', () => {
    expect(conformVectors([pasidCache('0x0000004c00120017')], [decoderReader]).totals.agreed).toBe(1);
    const report = conformVectors([pasidCache('0x0000004c00120007')], [decoderReader]);
    expect(report.totals).toMatchObject({ agreed: 0, mismatched: 1 });
    expect(report.problems[0]).toMatchObject({ line: 1, reader: 'decoder', detail: 'G (5:4) is 0, not 1' });
  });

  it('is told for a bit that no field names', () => {
    const report = conformVectors([pasidCache('0x0000004c00120217')], [decoderReader]);
    expect(report.totals.mismatched).toBe(1);
    const reserved = conformVectors([pasidCache('0x8000004c00120017')], [decoderReader]);
    expect(reserved.problems[0]?.detail).toBe('word 0: bits 0x8000000000000000 have no field');
  });

  it('counts an unknown structure as not covered, never as agreed', () => {
    const report = conformVectors([{ file: 'x', text: line('qi.nothing', {}, '0x0') }], [decoderReader]);
    expect(report.totals).toMatchObject({ agreed: 0, notCovered: 1 });
    const both = [decoderReader, encoderReader('v1', () => undefined)];
    expect(conformVectors([pasidCache('0x0000004c00120017')], both).totals).toMatchObject({ agreed: 0, notCovered: 1 });
  });

  it('compares the words of an encoder, and passes on its refusal', () => {
    const wrong = encoderReader('v1', () => new Uint32Array([0x120007, 0x4c, 0, 0, 0, 0, 0, 0]));
    expect(conformVectors([pasidCache('0x0000004c00120017')], [wrong]).problems[0]?.detail).toBe(
      'word 0: 0x0000004c00120007 instead of 0x0000004c00120017',
    );
    const refusing = encoderReader('v2', () => {
      throw new RangeError('PASID 76 does not fit');
    });
    expect(conformVectors([pasidCache('0x17')], [refusing]).problems[0]?.detail).toBe('refused: PASID 76 does not fit');
  });

  it.each([
    ['{', /^f:1: not JSON/],
    ['[]', /^f:1: expected a JSON object/],
    ['\n{"unit":"vtd","structure":"x","inputs":{},"qwords":[]}', /^f:2: "qwords" must be a list of 1 to 8/],
    ['{"unit":"vtd","structure":"x","inputs":{},"qwords":["0xg"]}', /^f:1: "qwords"\[0\] is not a hex word/],
    ['{"unit":"vtd","structure":"x","inputs":{"A":-1},"qwords":["0x0"]}', /^f:1: input "A"/],
    ['{"structure":"x","inputs":{},"qwords":["0x0"]}', /^f:1: "unit" must be a string/],
  ])('refuses %j', (text, message) => {
    expect(() => conformVectors([{ file: 'f', text }], [decoderReader])).toThrow(message);
  });
});
