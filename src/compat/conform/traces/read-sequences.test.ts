import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readSequences } from './read-sequences.js';

const sequence = {
  name: 'one',
  variant: 'ext-v1-untyped',
  tags: [],
  ops: [{ op: 'free', args: { id: 1 }, result: { ret: 'void' }, events: [] }],
  final: {},
};
const good = JSON.stringify(sequence);
const unpack = (bytes: Uint8Array, gzip: boolean): string => new TextDecoder().decode(gzip ? gunzipSync(bytes) : bytes);
const dump = { op: 'dump', args: {}, state: {} };
const crash = { op: 'free', args: { id: 1 }, crash: { kind: 'SEGV', where: 'f' }, events: [] };

describe('reading recordings', () => {
  it('takes text, bytes and packed bytes, and passes over empty lines', () => {
    const text = `\n${good}\n\n${good.replace('"one"', '"two"')}\n`;
    const packed = gzipSync(text);
    for (const source of [text, new TextEncoder().encode(text), packed]) {
      expect(readSequences('f', source, unpack).map(({ name, line }) => [name, line])).toEqual([
        ['one', 2],
        ['two', 4],
      ]);
    }
  });

  it.each([
    ['{', 'f.jsonl:2: is not JSON'],
    ['[]', 'f.jsonl:2: is not a JSON object'],
    [JSON.stringify({ ...sequence, name: 7 }), 'f.jsonl:2: "name" is missing'],
    [JSON.stringify({ ...sequence, variant: 'v9' }), 'f.jsonl:2: "variant" of one is not one of mainline-6.1,'],
    [JSON.stringify({ ...sequence, tags: 'clean' }), 'f.jsonl:2: "tags" of one'],
    [JSON.stringify({ ...sequence, ops: [] }), 'f.jsonl:2: "ops" of one'],
    [JSON.stringify({ ...sequence, ops: [{ op: 'free', args: {} }] }), 'f.jsonl:2: op 0 of one: needs one of'],
    [
      JSON.stringify({ ...sequence, ops: [{ ...dump, op: 'free' }] }),
      'f.jsonl:2: op 0 of one: "state" belongs to a dump',
    ],
    [JSON.stringify({ ...sequence, ops: [crash, dump] }), 'f.jsonl:2: op 0 of one: operations follow a crash'],
    [JSON.stringify({ ...sequence, final: null }), 'f.jsonl:2: "final" of one is null'],
    [JSON.stringify({ ...sequence, ops: [{ ...dump, events: [{}] }] }), 'f.jsonl:2: op 0 of one: "events"'],
  ])('says what is wrong and where: %s', (line, message) => {
    expect(() => readSequences('f.jsonl', `${good}\n${line}\n`)).toThrow(message);
  });

  it('refuses an empty file and a damaged one as a whole', () => {
    expect(() => readSequences('f.jsonl', '')).toThrow('f.jsonl: holds no sequence');
    expect(() => readSequences('f.gz', gzipSync(good).subarray(0, 30), unpack)).toThrow('f.gz: is a damaged gzip file');
  });
});
