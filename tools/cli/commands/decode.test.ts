import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Invocation, Io } from '../command.js';
import { decode } from './decode.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

async function run(stdin: string, values: Invocation['values'] = {}, positionals: readonly string[] = []) {
  let text = '';
  const io: Io = {
    cwd: root,
    env: {},
    stdoutIsTty: false,
    write: (part) => void (text += part),
    note: () => undefined,
    readStdin: () => Promise.resolve(new TextEncoder().encode(stdin)),
  };
  const exit = await decode.run({ values, positionals, pair: undefined as never }, io);
  return { exit, text };
}

const pasidCache = `<stdin>:1
vtd.qi.pasid_cache_inval: PASID-cache invalidation  [VT-d 6.5.2.2]
  qw0 0x0000004c00120017
  qw1..3 not given, taken as 0
      bits  field  value
     51:32  PASID  76 (0x4c)
     31:16  DID    18 (0x12)
       5:4  G      1 one PASID
  11:9 3:0  Type   7 PASID-cache invalidation
`;

describe('bare words', () => {
  it('are told by their type', async () => {
    expect(await run('0x0000004c00120017\n')).toEqual({ exit: 'clean', text: pasidCache });
    expect((await run('4c00120017')).text).toBe(pasidCache);
  });

  it('stand in a line or in a column, which a comment or an empty line ends', async () => {
    const { text } = await run('# two\n0x4c00120017\n0\n0\n0\n\n0x4c00120026, 0x0, 0x0, 0x0\n');
    expect(text.match(/^<stdin>:\d+/gm)).toEqual(['<stdin>:2', '<stdin>:7']);
    expect(text).toContain('PASID-based IOTLB invalidation');
    const each = await run('0x4c00120017\n0x4c00120026\n');
    expect(each.text.match(/^<stdin>:\d+/gm)).toEqual(['<stdin>:1', '<stdin>:2']);
  });

  it('are what --as says, and set bits without a field are told', async () => {
    const { text } = await run('0x8000000000000449 0x800012 0x10b3f2020', { as: 'pasid_table_entry' });
    expect(text).toContain('vtd.pasid_table_entry: PASID table entry, one PASID  [VT-d 9.6]');
    expect(text).toMatch(/8:6 {2}PGTT +1 first-stage/);
    expect(text).toMatch(/191:140 {2}FSPTPTR +0x10b3f2000/);
    expect(text).toContain('!! qw0: bits 0x0000000000000400 are set and have no field');
    const plain = await run('0x9 0x0000100000000000', { as: 'ste', plain: true });
    expect(plain.text).toContain('Config, bits 3 to 1, is 4 bypass\n');
  });

  it.each([
    ['0x17 0xg1', {}, '<stdin>:1: "0xg1" is no hex word of at most 64 bits'],
    ['0x17 0 0 0\n\nhello world\n', {}, '<stdin>:3: "hello" is no hex word of at most 64 bits'],
    ['0x00000000000000017 0 0 0', {}, '<stdin>:1: "0x00000000000000017" is no hex word of at most 64 bits'],
    [
      '0x0000010000000003 0x1',
      {},
      '<stdin>:1: 2 words can be vtd.qi.dev_tlb_inval, smmuv3.cmd.cfgi_ste; name one with --as',
    ],
    ['0xf 0 0 0 0', {}, '<stdin>:1: 5 words that no table reads without a name; name the structure with --as'],
    ['1 2 3', { as: 'smmuv3.cmd' }, '<stdin>:1: 3 words; smmuv3.cmd has 2'],
    ['0xff 0', { as: 'smmuv3.cmd' }, '<stdin>:1: no smmuv3.cmd has the type or opcode of 0xff'],
    ['1', { as: 'pasid_entry' }, '--as pasid_entry: no such structure; pintle decode --list names all'],
    ['1', { as: 'reg.IQA' }, '--as reg.IQA: no such structure; there is vtd.reg.IQA_REG'],
    ['', {}, '<stdin>: no words, trace or dump in it; see pintle decode --help for what it reads'],
  ])('%j is refused', async (stdin, values, message) => {
    await expect(run(stdin, values)).rejects.toThrow(message);
  });
});

describe('fields', () => {
  it('become words, and a value that does not fit is refused by name', async () => {
    const as = 'qi.inv_wait';
    expect((await run('SW=1 Status_Data=2 Status_Address=0x1000', { as })).text).toContain(
      'qw0 0x0000000200000025\n  qw1 0x0000000000001000',
    );
    await expect(run('PASID=0x100000', { as: 'qi.pasid_cache_inval' })).rejects.toThrow(
      '<stdin>:1: PASID: 0x100000 does not fit 20 bits',
    );
    await expect(run('Status_Address=0x1002', { as })).rejects.toThrow(
      'Status Address: 0x1002 does not fit an address of bits 63:2',
    );
    expect((await run('RID_PASID=5', { as: 'context_entry.scalable' })).text).toContain('qw1 0x0000000000000005');
    await expect(run('COLOUR=1', { as })).rejects.toThrow('COLOUR: no field of qi.inv_wait');
    await expect(run('SW=1')).rejects.toThrow('name it with --as');
  });
});

describe('what people have', () => {
  it('ftrace lines of qi_submit, with or without their head', async () => {
    const { exit, text } = await run('', {}, ['examples/traces/unbind.ftrace.txt']);
    expect(exit).toBe('clean');
    expect(text.match(/^vtd\.\S+/gm)).toEqual([
      'vtd.qi.pasid_cache_inval:',
      'vtd.qi.inv_wait:',
      'vtd.qi.pasid_iotlb_inval:',
      'vtd.qi.inv_wait:',
      'vtd.qi.pasid_dev_tlb_inval:',
      'vtd.qi.inv_wait:',
    ]);
    expect(text).toContain('unbind.ftrace.txt:5: dmar0');
    expect((await run('pc_inv dmar1: 0x4c00120017 0x0 0x0 0x0')).text).toContain(
      '<stdin>:1: dmar1\nvtd.qi.pasid_cache_inval',
    );
    const odd = await run('0xf dmar1: 0xf 0x0 0x0 0x0');
    expect(odd).toEqual({
      exit: 'incomplete',
      text: '<stdin>:1: not decoded: dmar1: no vtd.qi has the type or opcode of 0xf\n',
    });
  });

  it('the invalidation queue of debugfs, with what is pending', async () => {
    const { text } = await run('', {}, ['examples/traces/invalidation-queue.debugfs.txt']);
    expect(text.match(/dmar0 slot .*/g)).toEqual([
      'dmar0 slot 0, status 0',
      'dmar0 slot 1, status 2',
      'dmar0 slot 2, status 0',
      'dmar0 slot 3, status 2',
      'dmar0 slot 4, pending, status 0',
      'dmar0 slot 5, pending, status 1',
    ]);
  });

  it('the PASID tables of debugfs, high words first', async () => {
    const { text } = await run('', {}, ['examples/traces/pasid-table.debugfs.txt']);
    expect(text.match(/^vtd\.\S+/gm)).toHaveLength(4);
    const last = text.slice(text.indexOf('device 6a:01.0, PASID 76'));
    expect(last).toMatch(/FSPTPTR +0x10b3f2000[\s\S]*DID +18[\s\S]*PGTT +1 first-stage/);
    expect(text).toMatch(/PDTS +7 2\^14 directory entries/);
  });

  it('legacy rows of debugfs are told as not decoded', async () => {
    const row = `00:02.0\t0x${'0'.repeat(16)}:0x${'0'.repeat(15)}1\t0x${'0'.repeat(16)}:0x${'0'.repeat(15)}1\t-1    \t`;
    const { exit, text } = await run(`${row}0x${'0'.repeat(16)}:0x${'0'.repeat(16)}:0x${'0'.repeat(16)}\n`);
    expect(exit).toBe('incomplete');
    expect(text).toBe('<stdin>:1: not decoded: 00:02.0: legacy mode, which has no PASID table\n');
  });

  it('registers of debugfs', async () => {
    const { text } = await run(
      'IOMMU: dmar0 Register Base Address: fed90000\nIQA             \t0x90\t\t0x00000001004a0801\n',
    );
    expect(text).toMatch(/vtd\.reg\.IQA_REG[\s\S]*DW +1 256-bit descriptors/);
  });

  it('recorded operations', async () => {
    const { text } = await run('', {}, ['examples/traces/tear-down.jsonl']);
    const lines = text.split('\n');
    expect(lines[0]).toBe('examples/traces/tear-down.jsonl:1: vtd pasid_tear_down_entry, 22 effects');
    expect(lines[1]).toContain('M pasidTable PASID 76 word 0 = 0x48');
    expect(lines[3]).toContain(
      'Q slot 10 PASID-cache invalidation  PASID 76 (0x4c), DID 18 (0x12), G 1 one PASID  [VT-d 6.5.2.2]',
    );
    expect(text).not.toContain('!!');
  });

  it('vectors: a value that does not fit is refused by name', async () => {
    const vector = (inputs: object, ...qwords: string[]) =>
      JSON.stringify({ unit: 'vtd', structure: 'pasid_dir_entry', inputs, qwords });
    expect((await run(vector({ P: 1, SMPTBLPTR: '0x2000' }, '0x2001'))).text).toContain('note: inputs agree');
    expect((await run(vector({ P: 1, SMPTBLPTR: '0x2000' }, '0x2003'))).text).toContain('note: inputs differ');
    await expect(run(`\n${vector({ P: 2 }, '0x0')}`)).rejects.toThrow('<stdin>:2: P: 0x2 does not fit 1 bits');
    await expect(run('{"a":1}')).rejects.toThrow('<stdin>:1: a JSON object that is neither a vector nor a sequence');
    await expect(run('{"a":')).rejects.toThrow('<stdin>:1: not JSON');
  });
});

describe('every golden line', () => {
  it.each(['vtd', 'smmuv3', 'amd'])('of %s decodes, functions apart, and agrees', async (unit) => {
    const { text } = await run('', {}, [`test/fixtures/vectors/${unit}.jsonl`]);
    const lines = readFileSync(`${root}test/fixtures/vectors/${unit}.jsonl`, 'utf8').trim().split('\n');
    const functions = lines.filter((line) => /"structure":"(queue\.|gcr3\.index)/.test(line));
    expect(text.match(/note: inputs agree/g)).toHaveLength(lines.length - functions.length);
    expect(text).not.toContain('inputs differ');
    expect(text).not.toContain('!!');
  });
});

describe('other outputs', () => {
  it('JSON has numbers, and hex strings for addresses', async () => {
    const report = JSON.parse((await run('0x8 0x1000', { as: 'qi.inv_wait', output: ['json'] })).text) as {
      items: object[];
    };
    expect(Object.keys(report)).toEqual(['schema', 'items', 'notDecoded']);
    expect(report).toMatchObject({ schema: 'pintle.decode/1' });
    const [item] = report.items;
    expect(item).toMatchObject({ unit: 'vtd', structure: 'qi.inv_wait', section: 'VT-d 6.5.2.8', wordsGiven: 2 });
    expect(item).toMatchObject({
      fields: [{ name: 'Status Address', bits: '127:66', value: '0x1000' }, { value: 0 }, {}, {}, {}, {}, {}],
    });
  });

  it('SVG has role, title and description, follows the page colour, and escapes what it shows', async () => {
    const { text } = await run('pc_inv <b>&: 0x4c00120017 0x0 0x0 0x0', { output: ['svg'] });
    expect(text).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" role="img" aria-labelledby="bits-title bits-desc"/,
    );
    expect(text).toContain('<title id="bits-title">PASID-cache invalidation, &#60;b&#62;&#38; (VT-d 6.5.2.2)</title>');
    expect(text).toMatch(/<desc id="bits-desc">[^<]*bits 51:32 PASID = 76 \(0x4c\); bits 31:16 DID = 18 \(0x12\)/);
    expect(text).toContain('stroke="currentColor"');
    expect(text).not.toMatch(/#[0-9a-f]{3,6}\b(?!;)/);
    // Bit 51 is left of bit 32: the box of PASID starts 12 bits from the left edge.
    expect(text).toContain(`<rect x="${String(16 + 12 * 14)}" y="52" width="${String(20 * 14)}"`);
    await expect(run('', { output: ['svg'] }, ['test/fixtures/vectors/vtd.jsonl'])).rejects.toThrow(
      'a picture holds 64',
    );
  });

  it('--list names every structure with its size and section', async () => {
    const { text } = await run('', { list: true });
    expect(text).toMatch(/^vtd\.qi +any queue entry, told by its type$/m);
    expect(text).toMatch(/^smmuv3\.cd +8 x 64 {2}context descriptor, one substream \[SMMUv3 5\.4\]$/m);
  });
});
