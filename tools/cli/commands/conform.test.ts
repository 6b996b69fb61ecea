import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Invocation, Io } from '../command.js';
import { conform } from './conform.js';

const vectors = fileURLToPath(new URL('../../../test/fixtures/vectors/', import.meta.url));

async function run(values: Invocation['values'], positionals: readonly string[] = [], cwd = vectors) {
  let text = '';
  const io: Io = {
    cwd,
    env: {},
    stdoutIsTty: false,
    write: (part) => void (text += part),
    note: () => undefined,
    readStdin: () => Promise.resolve(new Uint8Array()),
  };
  const exit = await conform.run({ values, positionals, pair: undefined as never }, io);
  return { exit, text };
}

const line = (inputs: object, ...qwords: string[]) =>
  `${JSON.stringify({ unit: 'vtd', structure: 'pasid_dir_entry', inputs, qwords, source: 'made here' })}\n`;

function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = mkdtempSync(join(tmpdir(), 'pintle-conform-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

const right = line({ P: 1, FPD: 0, SMPTBLPTR: '0x1000' }, '0x1001');
const wrong = line({ P: 1, FPD: 0, SMPTBLPTR: '0x1000' }, '0x1000');

describe('pintle conform --vectors', () => {
  it('agrees with the golden vectors of VT-d, files as option and as positional', async () => {
    const { exit, text } = await run({ vectors: ['vtd.jsonl'], output: ['json'] }, ['vtd.jsonl']);
    expect(exit).toBe('clean');
    const report = JSON.parse(text) as { schema: string; kind: string; files: unknown[]; totals: object };
    expect(Object.keys(report)[0]).toBe('schema');
    expect(report).toMatchObject({ schema: 'pintle.conform/1', kind: 'vectors' });
    expect(report.files).toHaveLength(2);
    expect(report.files[0]).toMatchObject({ file: 'vtd.jsonl', unit: 'vtd', vectors: 678, agreed: 678, mismatched: 0 });
    expect(report.totals).toEqual({ agreed: 1356, deviated: 0, mismatched: 0, skipped: 0, notCovered: 0 });
  });

  it('ends with findings on a mismatch, and tells it with file and line', async () => {
    const cwd = folder({ 'a.jsonl': right + wrong });
    const { exit, text } = await run({ vectors: ['a.jsonl'] }, [], cwd);
    expect(exit).toBe('findings');
    expect(text).toContain('>> a.jsonl:2: MISMATCH: pasid_dir_entry, decoder: P (0) is 0, not 1');
    expect(text).toContain('1 mismatched\n');
  });

  it('reads gzip, and says incomplete for what nobody knows', async () => {
    const unknown = right.replace('pasid_dir_entry', 'pasid_dir_extra');
    const cwd = folder({ 'a.jsonl.gz': gzipSync(right), 'b.jsonl': right + unknown });
    expect((await run({ vectors: ['a.jsonl.gz'] }, [], cwd)).exit).toBe('clean');
    const { exit, text } = await run({ vectors: ['b.jsonl'] }, [], cwd);
    expect(exit).toBe('incomplete');
    expect(text).toContain('NOT COVERED: decoder: no table for vtd pasid_dir_extra (1 lines)');
    expect((await run({ vectors: ['b.jsonl'], 'allow-incomplete': true }, [], cwd)).exit).toBe('clean');
  });

  it('writes files whole', async () => {
    const cwd = folder({ 'a.jsonl': right });
    const { text } = await run({ vectors: ['a.jsonl'], output: ['text', 'json@1=report.json'] }, [], cwd);
    expect(text).toContain('nothing to report');
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'))).toMatchObject({ kind: 'vectors' });
    await expect(run({ vectors: ['a.jsonl'], output: ['json=no/such/report.json'] }, [], cwd)).rejects.toThrow(
      /^no\/such\/report.json: not written/,
    );
  });
});

describe('wrong usage', () => {
  it.each([
    [{}, /give --traces, --vectors or --sequences/],
    [{ vectors: ['a'], traces: ['b'] }, /--traces and --vectors together/],
    [{ vectors: ['missing.jsonl'] }, /^missing.jsonl: no such file; check the path/],
    [{ vectors: ['.'] }, /is a directory/],
    [{ vectors: ['vtd.jsonl'], output: ['xml'] }, /-o xml: no such format here; there is text, json/],
    [{ vectors: ['vtd.jsonl'], output: ['json', 'text'] }, /only one of these can have stdout/],
    [{ vectors: ['vtd.jsonl'], profile: 'decided' }, /--profile: goes with --traces only/],
    [{ traces: ['vtd.jsonl'], profile: 'posted' }, /--profile posted: expected as-posted or decided/],
    [{ vectors: ['vtd.sequences.jsonl'] }, /^vtd.sequences.jsonl:1: "qwords" must be a list/],
    [{ sequences: ['vtd.jsonl'] }, /^vtd.jsonl:1: "step" must be a number/],
    [{ traces: ['vtd.jsonl'] }, /^vtd.jsonl:1: "name" is missing/],
  ])('%j is refused', async (values, message) => {
    await expect(run(values)).rejects.toThrow(message);
  });

  it('damaged files are refused by name', async () => {
    const cwd = folder({
      'cut.gz': gzipSync(right).subarray(0, 30),
      'bytes.jsonl': Uint8Array.of(0xff, 0xfe),
      empty: '',
    });
    await expect(run({ vectors: ['cut.gz'] }, [], cwd)).rejects.toThrow(/^cut.gz: damaged gzip file/);
    await expect(run({ vectors: ['bytes.jsonl'] }, [], cwd)).rejects.toThrow(/^bytes.jsonl: not UTF-8 text/);
    await expect(run({ vectors: ['empty'] }, [], cwd)).rejects.toThrow(/^empty: holds no vector/);
    await expect(run({ sequences: ['empty'] }, [], cwd)).rejects.toThrow(/^empty: holds no sequence/);
  });
});
