/** `pintle migrate`: rewrites call sites; a dry run that prints a diff unless told otherwise. */
import { mkdirSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { FixLevel } from '../../../src/compat/pair-model.js';
import { migratePaths } from '../../call-sites/dispatch.js';
import type { MigrationReport } from '../../call-sites/front-end.js';
import { formatPatches } from '../../call-sites/patches/format-patch.js';
import { changedFiles, git, GitError, repositoryOf } from '../../call-sites/patches/git.js';
import { fileDiff } from '../../call-sites/patches/unified-diff.js';
import { surfaceOf } from '../../call-sites/surface-index.js';
import { printable } from '../../diagnostics/report.js';
import { replaceFile } from '../../diagnostics/write-file.js';
import type { Command, Invocation, Io } from '../command.js';
import { NotWrittenError, UsageError } from '../errors.js';
import type { Exit } from '../exit-codes.js';
import { ownVersion } from '../version.js';
import { asUsageError, checkOptionsOf, configOf, pathsOf } from './check.js';

type Format = 'diff' | 'json';

function formatOf(value: Invocation['values'][string]): Format {
  const words = Array.isArray(value) ? (value as readonly string[]) : [];
  if (words.length === 0) return 'diff';
  const [word] = words;
  if (words.length > 1 || (word !== 'json' && word !== 'diff' && word !== 'text')) {
    throw new UsageError(`-o ${words.join(' -o ')}: migrate prints diff or json`);
  }
  return word === 'json' ? 'json' : 'diff';
}

function levelsOf(value: Invocation['values'][string]): readonly FixLevel[] {
  if (value === undefined || value === 'suggested') return ['safe', 'suggested'];
  if (value === 'safe') return ['safe'];
  throw new UsageError(`--level ${String(value)}: expected safe or suggested`);
}

function encoded({ after, encoding }: MigrationReport['rewrites'][number]): Uint8Array {
  return Buffer.from(after, encoding);
}

function refuseDirty(report: MigrationReport, allowed: boolean, io: Io): void {
  const repository = repositoryOf(io.cwd);
  if (repository === undefined || allowed || report.rewrites.length === 0) return;
  const [first, ...more] = changedFiles(repository);
  if (first === undefined) return;
  const rest = more.length === 0 ? '' : ` and ${more.length} more`;
  throw new NotWrittenError(
    `nothing written: ${first}${rest} differ from the last commit; commit them, or use --allow-dirty`,
  );
}

function writeFiles(report: MigrationReport): void {
  for (const rewrite of report.rewrites) {
    try {
      replaceFile(rewrite.path, encoded(rewrite));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      throw new NotWrittenError(
        `${rewrite.file}: not written (${code}); files before it are done, run again for the rest`,
        { cause: error },
      );
    }
  }
}

function writePatches(report: MigrationReport, folder: string, invocation: Invocation, io: Io): void {
  const repository = repositoryOf(io.cwd);
  if (repository === undefined) throw new UsageError('--patches needs a git repository around the files');
  const [first] = report.rewrites;
  if (first === undefined) return;
  try {
    const language = /\.[ch]$/.test(first.path) ? 'c' : 'ts';
    const { title } = surfaceOf(invocation.pair, language, 'new');
    const signOff = invocation.values['signoff'] === true;
    const mails = formatPatches(report.rewrites, { repository, title, version: ownVersion(), signOff });
    for (const { text, name } of mails) {
      git(repository, ['apply', '--check', '-'], text);
      mkdirSync(folder, { recursive: true });
      replaceFile(join(folder, name), text);
    }
    for (const { name, sites } of mails) io.note(`  ${join(folder, name)}  ${sites} sites\n`);
  } catch (error) {
    if (error instanceof GitError) throw new NotWrittenError(`patches not written: ${error.message}`, { cause: error });
    throw error;
  }
}

function jsonOf(report: MigrationReport): string {
  const { rewrites, notDone, notRead, found } = report;
  const written = rewrites.reduce((sum, { sites }) => sum + sites, 0);
  const files = rewrites.map(({ file, sites }) => ({ file, sites }));
  return `${JSON.stringify({ schema: 'pintle.migrate/1', found, written, files, notDone, notRead }, null, 2)}\n`;
}

function summary(report: MigrationReport, verb: string): string {
  const moved = report.rewrites.reduce((sum, { sites }) => sum + sites, 0);
  let text = `found    ${report.found} call sites in ${report.filesRead} files\n${verb.padEnd(8)} ${moved} in ${report.rewrites.length} files\n`;
  if (report.notDone.length > 0) text += `not done ${report.notDone.length}\n`;
  for (const { file, line, level, symbol, reason } of report.notDone) {
    text += `  ${file}:${line}  ${level}: ${symbol === '' ? '' : `${symbol}: `}${printable(reason)}\n`;
  }
  if (report.notRead.length > 0) text += `not read ${report.notRead.length}\n`;
  for (const { file, line, symbol, reason } of report.notRead) {
    text += `  ${file}:${line}  ${symbol === '' ? '' : `${symbol}: `}${printable(reason)}\n`;
  }
  return text;
}

async function runMigrate(invocation: Invocation, io: Io): Promise<Exit> {
  const { values, pair } = invocation;
  const format = formatOf(values['output']);
  const config = configOf(values, io.cwd);
  const options = {
    ...checkOptionsOf(values, config, io),
    apply: levelsOf(values['level']),
    partial: values['partial'] === true,
    ...(typeof values['target'] === 'string' ? { target: values['target'] } : {}),
  };
  const patches = typeof values['patches'] === 'string' ? resolve(io.cwd, values['patches']) : undefined;
  if (patches !== undefined && values['write'] === true) throw new UsageError('--write and --patches: choose one');

  const report = await migratePaths(pathsOf(invocation, config, io.cwd), pair, options);

  if (values['write'] === true) {
    refuseDirty(report, values['allow-dirty'] === true, io);
    writeFiles(report);
  } else if (patches !== undefined) writePatches(report, patches, invocation, io);
  else if (format === 'diff') {
    for (const rewrite of report.rewrites) {
      if (isAbsolute(rewrite.file))
        throw new UsageError(`${rewrite.file} lies outside of the working directory; start there, or use -C`);
      io.write(fileDiff(rewrite, rewrite.file, false));
    }
  }
  if (format === 'json') io.write(jsonOf(report));
  if (values['quiet'] !== true)
    io.note(summary(report, values['write'] === true || patches !== undefined ? 'written' : 'moves'));
  if (report.notRead.length > 0 && values['allow-incomplete'] !== true) return 'incomplete';
  return report.notDone.length > 0 && values['fail-on'] !== 'never' ? 'findings' : 'clean';
}

export const migrate: Command = {
  name: 'migrate',
  summary: 'Rewrite call sites for the new version; prints a diff, writes only when told.',
  usage: 'pintle migrate [--write | --patches DIR] [OPTION]... [PATH]...',
  options: {
    write: { type: 'boolean' },
    patches: { type: 'string' },
    'allow-dirty': { type: 'boolean' },
    level: { type: 'string' },
    partial: { type: 'boolean' },
    signoff: { type: 'boolean', short: 's' },
    target: { type: 'string' },
    tsconfig: { type: 'string' },
  },
  optionHelp: {
    write: 'change the files',
    patches: 'DIR  write patch mail for git am, one per package or folder',
    'allow-dirty': 'write although files differ from the last commit',
    level: 'safe|suggested  rewrites that may be applied (default suggested)',
    partial: 'keep what is done in a file although something in it has to be done by hand',
    target: 'VERSION  C: the published version to write (v2, v3, v4)',
    signoff: 'add a Signed-off-by line from the git configuration',
    tsconfig: 'FILE  TypeScript project instead of the nearest tsconfig.json',
  },
  async run(invocation, io) {
    try {
      return await runMigrate(invocation, io);
    } catch (error) {
      throw asUsageError(error);
    }
  },
};
