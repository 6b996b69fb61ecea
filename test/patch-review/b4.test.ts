/** The forms that b4 reads, held against what its documentation says of them. */
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { leasePair } from './lease-pair.js';
import { leaseSeries } from './lease-series.js';
import { leaseTree, Repository } from './repository.js';
import { runCommand } from './run-command.js';

const repository = new Repository(leaseTree);
for (const commit of leaseSeries) repository.commit(commit);
const base = repository.git('rev-parse', 'HEAD~3').trim();
const mailbox = Buffer.from(repository.mailbox('--cover-letter', `--base=${base}`));
const cover = mailbox.subarray(0, mailbox.indexOf('\nFrom ', 10));
const setup = { cwd: repository.folder, pair: leasePair({ 'two-pools': 'equal', 'pool-life': 'equal' }) };
afterAll(() => repository.remove());

interface Answer {
  readonly tool: string;
  readonly status: string;
  readonly summary: string;
  readonly details: string;
}

async function answer(stdin: Uint8Array, env: Record<string, string> = {}): Promise<Answer[]> {
  const ran = await runCommand(['-'], { 'b4-check': true }, { ...setup, stdin, env });
  expect(ran).toMatchObject({ exit: 'clean', err: '' });
  return JSON.parse(ran.out) as Answer[];
}

describe('--b4-check', () => {
  it('answers with one entry and exit 0, whatever it found', async () => {
    const [one] = await answer(mailbox);
    expect(one).toMatchObject({
      tool: 'pintle',
      status: 'fail',
      summary: '2 call sites left behind, 1 behaviour not shown',
    });
    expect(one?.details).toMatch(/^>> drivers\/beta\.c:8: ERROR:CALL_LEFT_BEHIND: /);
  });

  it('finds the patches through the tracking file when it gets the cover letter alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pintle-b4-'));
    const tracking = join(folder, 'tracking.json');
    const first = repository.git('rev-parse', 'HEAD~2').trim();
    for (const series of [{ 'base-commit': base, 'first-patch-commit': first }, { 'base-commit': base }]) {
      writeFileSync(tracking, JSON.stringify({ series }));
      expect(await answer(cover, { B4_TRACKING_FILE: tracking })).toMatchObject([{ status: 'fail' }]);
    }
  });

  it('says nothing when it knows nothing', async () => {
    expect(await answer(cover)).toEqual([]);
    expect(await answer(Buffer.from('no mail'))).toEqual([]);
    expect(await answer(cover, { B4_TRACKING_FILE: '/no/such/file' })).toEqual([]);
  });
});

describe('--b4-files', () => {
  it('puts quoted patches with remarks under the branch’s own folder', async () => {
    const box = join(mkdtempSync(join(tmpdir(), 'pintle-b4-')), 'box.mbx');
    writeFileSync(box, mailbox);
    const ran = await runCommand([box], { 'b4-files': true, output: ['json'] }, setup);
    expect(ran.exit).toBe('incomplete');
    const folder = join(repository.folder, '.git/b4-review', repository.git('rev-parse', 'HEAD').trim());
    expect(readdirSync(folder).sort()).toEqual(['0001.txt', '0003.txt', 'identity.txt', 'series.txt']);
    const text = readFileSync(join(folder, '0001.txt'), 'utf8').split('\n');
    const at = text.findIndex((line) => line.startsWith('lib/lease.c:35: '));
    expect(text[at - 2]).toBe('> +\tif (!limit)');
    expect(text[at - 1]).toBe('');
    expect(text.filter((line) => line.startsWith('> diff --git '))).toHaveLength(3);
  });

  it('refuses a place without a repository', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pintle-b4-'));
    writeFileSync(join(folder, 'box.mbx'), mailbox);
    await expect(runCommand(['box.mbx'], { 'b4-files': true }, { ...setup, cwd: folder })).rejects.toThrow(
      /not in a git repository/,
    );
  });
});
