/** What the C tests share: the fixtures, short forms of reports. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { ioasidPair } from '../../src/compat/ioasid-pair.js';
import { cFrontEnd } from '../../tools/c/front-end.js';
import type { MigrationReport } from '../../tools/call-sites/front-end.js';
import type { Io } from '../../tools/cli/command.js';
import { NotWrittenError, UsageError } from '../../tools/cli/errors.js';
import { exitCodes } from '../../tools/cli/exit-codes.js';
import { run } from '../../tools/cli/run.js';
import type { CheckReport } from '../../tools/diagnostics/model.js';

export const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));
export const exampleTree = fileURLToPath(new URL('../../examples/tree/', import.meta.url));

export function check(paths: readonly string[], cwd: string): Promise<CheckReport> {
  return cFrontEnd.check(
    paths.map((path) => join(cwd, path)),
    ioasidPair,
    { cwd },
  );
}

export function migrate(paths: readonly string[], cwd: string, target?: string): Promise<MigrationReport> {
  const options = { cwd, apply: ['safe', 'suggested'] as const, partial: false };
  return cFrontEnd.migrate(
    paths.map((path) => join(cwd, path)),
    ioasidPair,
    target === undefined ? options : { ...options, target },
  );
}

/** `file:line TYPE symbol`, in order. */
export function places({ findings }: CheckReport): readonly string[] {
  return findings.map(({ file, line, type, symbol }) => `${file}:${line} ${type} ${symbol}`);
}

/** Lines that a rewrite changed, the new ones. */
export function changedLines({
  before,
  after,
}: {
  readonly before: string;
  readonly after: string;
}): readonly string[] {
  const old = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !old.has(line));
}

/** A folder that goes away with the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pintle-c-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function copyOf(folder: string): string {
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line inside of this process. */
export async function pintle(cwd: string, ...argv: readonly string[]): Promise<CommandResult> {
  let out = '';
  let err = '';
  const io: Io = {
    cwd,
    env: {},
    stdoutIsTty: false,
    write: (text) => void (out += text),
    note: (text) => void (err += text),
    readStdin: () => Promise.resolve(new Uint8Array()),
  };
  try {
    return { code: exitCodes[await run(argv, io)].code, out, err };
  } catch (error) {
    if (error instanceof UsageError) return { code: exitCodes.usage.code, out, err: err + error.message };
    if (error instanceof NotWrittenError) return { code: exitCodes.notWritten.code, out, err: err + error.message };
    throw error;
  }
}
