/** Moves the callers of one program: plans every file, checks the whole, reports what changed and what did not. */
import { existsSync } from 'node:fs';
import type { ts } from 'ts-morph';
import type { ApiPair } from '../../../../src/compat/pair-model.js';
import type { NotRead } from '../../../diagnostics/model.js';
import type { FileRewrite, MigrateOptions, MigrationReport, NotDone } from '../../front-end.js';
import { indexSurfaces, type SurfaceIndex } from '../../surface-index.js';
import { readAll } from '../check.js';
import { FileIndex } from '../file-index.js';
import { readFacts, type TsFile } from '../file-facts.js';
import { printedPath, readText } from '../files.js';
import { ApiNames, isModuleOf } from '../names.js';
import { startOf } from '../syntax.js';
import { FileDraft, type MigrationContext } from './file-draft.js';
import { readsFailure, planFile } from './plan-file.js';
import { type Problem, verify } from './verify.js';

interface ProjectResult {
  readonly rewrites: FileRewrite[];
  readonly notDone: NotDone[];
  readonly found: number;
}

function byPlace(a: NotDone, b: NotDone): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** One entry per place and reason. */
function unique(entries: readonly NotDone[]): NotDone[] {
  const seen = new Set<string>();
  return [...entries].sort(byPlace).filter((entry) => {
    const key = `${entry.file}:${entry.line}:${entry.column}:${entry.reason}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function takenBackReason(draft: FileDraft, problem: Problem, cwd: string): string {
  const [by] = [...draft.notDone].sort(byPlace);
  if (by !== undefined)
    return `rolled back with its file: ${by.file}:${by.line} has to be done by hand first (or use --partial)`;
  const message = problem.message.length > 160 ? `${problem.message.slice(0, 157)}...` : problem.message;
  return `rolled back with its file: line ${problem.line} of the new ${printedPath(cwd, problem.path)} does not compile (TS${problem.code}: ${message})`;
}

/** A parsed program and the files in it that are to be moved. */
export interface ProgramFiles {
  readonly program: ts.Program;
  readonly files: readonly { readonly path: string; readonly file: TsFile }[];
  /** Everything that is judged with them. */
  readonly paths: readonly string[];
}

export interface PlannedProgram {
  readonly drafts: ReadonlyMap<string, FileDraft>;
  readonly found: number;
}

function isOwnModule(path: string, index: SurfaceIndex): boolean {
  return isModuleOf(index.old, path) || isModuleOf(index.new, path) || path.endsWith('.d.ts');
}

/** Plans every file; nothing is judged yet. */
export function planProgram({ program, files }: ProgramFiles, pair: ApiPair, options: MigrateOptions): PlannedProgram {
  const index = indexSurfaces(pair, 'ts');
  const drafts = new Map<string, FileDraft>();
  const names = new ApiNames(index);
  const context: MigrationContext = {
    pair,
    index,
    levels: new Set(options.apply),
    oldFile: program.getSourceFiles().find(({ fileName }) => isModuleOf(index.old, fileName))?.fileName,
    draftOf(path) {
      const known = drafts.get(path);
      const source = program.getSourceFile(path);
      if (known !== undefined || source === undefined || isOwnModule(path, index) || path.includes('/node_modules/'))
        return known;
      const fileIndex = new FileIndex(source, program.getTypeChecker());
      const file = readFacts(fileIndex, names, {
        file: printedPath(options.cwd, path),
        errorType: undefined,
        askAll: false,
      });
      const draft = new FileDraft(path, file, context);
      drafts.set(path, draft);
      return draft;
    },
  };
  for (const { path, file } of files)
    if (!isOwnModule(path, index)) drafts.set(path, new FileDraft(path, file, context));
  let found = 0;
  for (const draft of [...drafts.values()]) {
    planFile(draft);
    found += draft.file.facts.sites.filter((site) => site.side === 'old' && !readsFailure(site.symbol, draft)).length;
  }
  return { drafts, found };
}

function migrateProgram(input: ProgramFiles, pair: ApiPair, options: MigrateOptions): ProjectResult {
  const { drafts, found } = planProgram(input, pair, options);
  const { texts, takenBack, left } = verify(input.program, input.paths, drafts, options.partial);
  const notDone = [...drafts.values()].flatMap((draft) => draft.notDone);
  for (const [path, problem] of takenBack) notDone.push(...heldBack(drafts.get(path)!, problem, options.cwd));
  for (const problem of left) notDone.push(leftProblem(problem, options.cwd));
  const rewrites = [...texts].flatMap(([path, text]) => rewriteOf(drafts.get(path)!, text, options.cwd) ?? []);
  return { rewrites, notDone, found };
}

function heldBack(draft: FileDraft, problem: Problem, cwd: string): NotDone[] {
  const reason = takenBackReason(draft, problem, cwd);
  return draft.moved.map(({ node, symbol }) => {
    const { line, character } = draft.source.getLineAndCharacterOfPosition(startOf(node));
    return { file: draft.file.facts.file, line: line + 1, column: character + 1, symbol, level: 'by-hand', reason };
  });
}

function leftProblem({ path, line, code, message }: Problem, cwd: string): NotDone {
  const reason = `the new text does not compile here until it is mended by hand: TS${code}: ${message}`;
  return { file: printedPath(cwd, path), line, column: 1, symbol: '', level: 'by-hand', reason };
}

/** The text goes back with the byte order mark that it came with. */
function rewriteOf(draft: FileDraft, text: string, cwd: string): FileRewrite | undefined {
  if (!existsSync(draft.path)) return undefined;
  const before = readText(draft.path);
  if ('reason' in before) return undefined;
  const mark = before.text.startsWith('\ufeff') ? '\ufeff' : '';
  return {
    file: printedPath(cwd, draft.path),
    path: draft.path,
    before: before.text,
    after: mark + text,
    encoding: 'utf8',
    sites: draft.moved.length,
  };
}

/** Plans the migration of everything under the paths; nothing is written. */
export function migrateTypeScript(paths: readonly string[], pair: ApiPair, options: MigrateOptions): MigrationReport {
  const index = indexSurfaces(pair, 'ts');
  const result = readAll(paths, pair, index, options, { everything: true });
  const projects = [...new Set(result.files.map(({ project }) => project))];
  const parts = projects.map((project) => {
    const files = result.files.filter((entry) => entry.project === project);
    return migrateProgram({ program: project.program, files, paths: project.files }, pair, options);
  });
  const notRead: readonly NotRead[] = result.notRead;
  return {
    rewrites: parts.flatMap(({ rewrites }) => rewrites).sort((a, b) => (a.file < b.file ? -1 : 1)),
    notDone: unique(parts.flatMap(({ notDone }) => notDone)),
    notRead,
    found: parts.reduce((sum, { found }) => sum + found, 0),
    filesRead: result.filesRead,
  };
}
