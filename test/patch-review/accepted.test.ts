/** `.pintleignore` in a review: macro-heavy trees do not end with 3 for ever. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { leasePair } from './lease-pair.js';
import { runCommand } from './run-command.js';

const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pintle-accept-'));
cpSync(join(fixtures, 'lease-tree'), join(folder, 'tree'), { recursive: true });
cpSync(join(fixtures, 'series/caller-left-behind-and-silent-refusal.mbox'), join(folder, 'box.mbx'));
afterAll(() => rmSync(folder, { recursive: true }));

async function reviewed(ignore: string, day = '2026-11-02') {
  writeFileSync(join(folder, '.pintleignore'), ignore);
  const env = { SOURCE_DATE_EPOCH: String(Date.parse(day) / 1000) };
  const pair = leasePair({ 'two-pools': 'equal', 'pool-life': 'equal' });
  return runCommand(['box.mbx'], { tree: 'tree' }, { cwd: folder, pair, env });
}

describe('.pintleignore', () => {
  it('accepts what was not read, and findings', async () => {
    const ran = await reviewed(
      'NOT_READ drivers/macros.h  # the macro is fine\nCALL_LEFT_BEHIND lease_give  # they follow\n',
    );
    expect(ran).toMatchObject({ exit: 'findings', err: 'pintle: 1 finding, 3 accepted: exit 1\n' });
    expect(ran.out).not.toContain('CALL_LEFT_BEHIND');
    expect(ran.out).toContain('accepted  3 by .pintleignore');
    expect(ran.out).toContain('CALL SITES  6 found: 4 converted, 2 left behind');
  });

  it('holds until its day only', async () => {
    const line = 'NOT_READ drivers/macros.h  # for now until 2026-11-02\n';
    expect((await reviewed(line)).exit).toBe('findings');
    expect((await reviewed(line, '2026-11-03')).exit).toBe('incomplete');
  });

  it('a line that cannot be read is a wrong use', async () => {
    await expect(reviewed('not_read x\n')).rejects.toThrow(/^\.pintleignore:1: "not_read" is no type/);
  });
});
