/** What a user meets first: help, versions, and one clear sentence for what cannot be done. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../tools/cli/commands.js';
import { exitCodes } from '../../tools/cli/exit-codes.js';
import { pintle, root, shell } from './spawned.test-kit.js';

const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

describe('help and version', () => {
  it('--help names every command and every exit code, and says that nothing is sent', () => {
    const { status, stdout, stderr } = pintle(['--help']);
    expect([status, stderr]).toEqual([0, '']);
    for (const name of commands.keys()) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    for (const { code } of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^  ${code} `, 'm'));
    expect(stdout).toContain('Never opens a socket');
  });

  it.each([...commands.keys()])('%s --help shows its usage', (name) => {
    const { status, stdout } = pintle([name, '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^usage: pintle ${name}\\b`));
  });

  it('--version tells its own version and that of the TypeScript which judges code', () => {
    const { status, stdout } = pintle(['--version']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^pintle ${version.replaceAll('.', '\\.')}\\ntypescript \\d+\\.\\d+\\.\\d+ `));
  });

  it('no command at all is wrong usage, with the help', () => {
    const { status, stdout } = pintle([]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^usage: pintle/);
  });
});

describe('wrong usage ends with 2, one sentence on stderr and nothing on stdout', () => {
  it.each([
    ['an unknown command, with the nearest one', ['revew'], 'pintle: revew: no such command; did you mean review?\n'],
    ['an unknown command that is near to none', ['xyzzy'], 'pintle: xyzzy: no such command; see pintle --help\n'],
    [
      'an unknown option, with the nearest one',
      ['review', '--tre', 'x'],
      'pintle: review: unknown option --tre; did you mean --tree?\n',
    ],
    [
      'a missing directory',
      ['review', '-C', 'no/such/folder', 'x'],
      /^pintle: -C .*no\/such\/folder: no such directory\n$/,
    ],
    ['an unknown pair', ['compare', '--api', 'ioasidd'], 'pintle: --api ioasidd: no such pair; did you mean ioasid?\n'],
    [
      'an unknown scenario',
      ['parity', 'guest-sva-norml'],
      'pintle: guest-sva-norml: no such scenario; did you mean guest-sva-normal?\n',
    ],
    ['a mailbox that is not there', ['review', 'no-such.mbx'], /^pintle: no-such\.mbx: .+\n$/],
    ['a file that is no mailbox', ['review', 'package.json'], /^pintle: package\.json: .+\n$/],
    ['a recording that is not there', ['conform', '--traces', 'no-such.jsonl'], /^pintle: no-such\.jsonl: .+\n$/],
    ['an unknown schema', ['schema', 'revew'], 'pintle: schema revew: no such schema; did you mean review?\n'],
  ])('%s', (_, args, message) => {
    const { status, stdout, stderr } = pintle(args);
    expect([status, stdout]).toEqual([2, '']);
    if (typeof message === 'string') expect(stderr).toBe(message);
    else expect(stderr).toMatch(message);
  });
});

describe('a reader that goes away', () => {
  it('is no error: the pipe is closed before anything was written', () => {
    const { status, stderr } = shell('(sleep 0.2; pintle compare -o json -q) | true');
    expect([status, stderr]).toEqual([0, '']);
  });

  it('is no error in the middle of the output either', () => {
    const { status, stdout, stderr } = shell('pintle compare -o json -q | head -n 2');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')[1]).toBe('  "schema": "pintle.compare/1",');
  });
});
