/** Reads the files that name the API, project by project, and gives their facts to whoever asks. */
import type { ApiPair } from '../../../src/compat/pair-model.js';
import type { NotRead } from '../../diagnostics/model.js';
import type { CheckOptions } from '../front-end.js';
import type { SurfaceIndex } from '../surface-index.js';
import { FileIndex } from './file-index.js';
import { readFacts, type TsFile } from './file-facts.js';
import { apiPattern, listFiles, printedPath, readText, type SourceText } from './files.js';
import { ApiNames } from './names.js';
import { groupByProject, type LoadedProject, loadProject, ProjectFinder } from './project.js';

export interface ReadResult {
  readonly files: readonly { readonly path: string; readonly file: TsFile; readonly project: LoadedProject }[];
  readonly notRead: readonly NotRead[];
  readonly filesRead: number;
}

/** Last part of a path without its extension: how an import of it ends. */
function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
}

/** Reads candidates, then the files that import a function of the API under another name. */
export function readProject(
  sources: readonly SourceText[],
  others: readonly SourceText[],
  load: (sources: readonly SourceText[]) => LoadedProject,
  names: ApiNames,
  options: { readonly cwd: string; readonly errorType: string | undefined },
): { readonly files: { path: string; file: TsFile; project: LoadedProject }[]; readonly project: LoadedProject } {
  let project = load(sources);
  const read = (path: string, askAll: boolean): TsFile => {
    const index = new FileIndex(project.program.getSourceFile(path)!, project.program.getTypeChecker());
    return readFacts(index, names, { file: printedPath(options.cwd, path), errorType: options.errorType, askAll });
  };
  const own = new Set(sources.map(({ path }) => path));
  let files = project.files.filter((path) => own.has(path)).map((path) => ({ path, file: read(path, false), project }));
  const stems = files.filter(({ file }) => file.scan.references.length > 0).map(({ path }) => stemOf(path));
  const importers = others.filter(({ text }) => stems.some((stem) => text.includes(`/${stem}`)));
  if (importers.length > 0) {
    project = load([...sources, ...importers]);
    const extra = new Set(importers.map(({ path }) => path));
    const wanted = project.files.filter((path) => own.has(path) || extra.has(path));
    files = wanted.map((path) => ({ path, file: read(path, extra.has(path)), project }));
  }
  return { files, project };
}

function errorTypeOf(pair: ApiPair): string | undefined {
  return pair.map.idioms?.ts?.old.errorType;
}

function isOf(finder: ProjectFinder, path: string, file: string): boolean {
  const config = finder.of(path);
  return 'file' in config && config.file === file;
}

/**
 * Reads everything under the paths. Files that do not name the API are only looked at as text; with `everything` they
 * are in the program too, so that what uses the callers is judged with them.
 */
export function readAll(
  paths: readonly string[],
  pair: ApiPair,
  index: SurfaceIndex,
  options: CheckOptions,
  { everything = false }: { readonly everything?: boolean } = {},
): ReadResult {
  const { files, problems } = listFiles(paths);
  const notRead: NotRead[] = [];
  const miss = (path: string, reason: string, line = 1) =>
    notRead.push({ file: printedPath(options.cwd, path), line, symbol: '', reason });
  for (const { path, reason } of problems) miss(path, reason);
  const pattern = apiPattern(index);
  const candidates: SourceText[] = [];
  const others: SourceText[] = [];
  for (const path of files) {
    const source = readText(path);
    if ('reason' in source) miss(path, source.reason);
    else if (pattern.test(source.text)) candidates.push(source);
    else others.push(source);
  }
  const finder = new ProjectFinder(options.tsconfig);
  const { groups, problems: homeless } = groupByProject(finder, candidates);
  for (const { path, reason } of homeless) miss(path, reason);
  const names = new ApiNames(index);
  const out: { path: string; file: TsFile; project: LoadedProject }[] = [];
  const settings = { cwd: options.cwd, errorType: errorTypeOf(pair) };
  for (const { config, sources } of groups) {
    const companions = everything ? others.filter(({ path }) => isOf(finder, path, config.file)) : [];
    const load = (texts: readonly SourceText[]) => loadProject(config, [...new Set([...texts, ...companions])]);
    const read = readProject(sources, others, load, names, settings);
    for (const problem of read.project.problems) miss(problem.path, problem.reason, problem.line);
    out.push(...read.files);
    options.progress?.(out.length, candidates.length);
  }
  for (const { file } of out) notRead.push(...file.facts.notRead);
  out.sort((a, b) => (a.path < b.path ? -1 : 1));
  notRead.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return { files: out, notRead, filesRead: files.length };
}
