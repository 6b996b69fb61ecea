/** Loads the files that matter into one program per project file, with ts-morph, without wrapping a node. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Project, ts } from 'ts-morph';
import type { Problem, SourceText } from './files.js';
import { overlay } from './overlay.js';

export interface LoadedProject {
  readonly program: ts.Program;
  /** Files that were asked for, parsed without an error. */
  readonly files: readonly string[];
  readonly problems: readonly (Problem & { readonly line?: number })[];
}

interface Config {
  readonly file: string;
  readonly options: ts.CompilerOptions;
}

const projectFileNames = ['tsconfig.json', 'jsconfig.json'];

/** Reads a project file; the answer is the options, or the reason why there are none. */
function readConfig(file: string, listFiles: boolean): { config: ts.ParsedCommandLine } | { reason: string } {
  if (!existsSync(file)) return { reason: 'no such file' };
  const { config, error } = ts.readConfigFile(file, (path) => ts.sys.readFile(path));
  if (error !== undefined) return { reason: ts.flattenDiagnosticMessageText(error.messageText, ' ') };
  const host: ts.ParseConfigHost = listFiles ? ts.sys : { ...ts.sys, readDirectory: () => [] };
  const parsed = ts.parseJsonConfigFileContent(config, host, dirname(file), undefined, file);
  // Nothing to compile is no error here: files are named one by one.
  const broken = parsed.errors.find((entry) => entry.code !== 18002 && entry.code !== 18003);
  if (broken !== undefined) return { reason: ts.flattenDiagnosticMessageText(broken.messageText, ' ') };
  return { config: parsed };
}

/** Finds the project of a file; answers are kept per folder. */
export class ProjectFinder {
  readonly #given: string | undefined;
  readonly #byFolder = new Map<string, string | null>();
  readonly #configs = new Map<string, Config | Problem>();
  readonly #referenced = new Map<string, ReadonlyMap<string, string>>();

  constructor(given: string | undefined) {
    this.#given = given;
  }

  /** Project file and options for a source file, or why there are none. */
  of(path: string): Config | Problem {
    const file = this.#given ?? this.#nearest(dirname(path));
    if (file === null) {
      return { path, reason: 'no tsconfig.json in this folder or above it; name one with --tsconfig FILE' };
    }
    return this.#read(this.#given === undefined ? (this.#owners(file).get(path) ?? file) : file);
  }

  #nearest(folder: string): string | null {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const here = projectFileNames.map((name) => join(folder, name)).find((file) => existsSync(file));
    const above = dirname(folder);
    const found = here ?? (above === folder ? null : this.#nearest(above));
    this.#byFolder.set(folder, found);
    return found;
  }

  #read(file: string): Config | Problem {
    let known = this.#configs.get(file);
    if (known === undefined) {
      const answer = readConfig(file, false);
      known =
        'reason' in answer
          ? { path: file, reason: `project file is broken: ${answer.reason}` }
          : { file, options: { ...answer.config.options, noEmit: true } };
      this.#configs.set(file, known);
    }
    return known;
  }

  /** Files that referenced projects of a solution own, by path. References that go round are read once. */
  #owners(root: string): ReadonlyMap<string, string> {
    const known = this.#referenced.get(root);
    if (known !== undefined) return known;
    const owners = new Map<string, string>();
    this.#referenced.set(root, owners);
    const first = readConfig(root, false);
    if ('reason' in first || (first.config.projectReferences ?? []).length === 0) return owners;
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const answer = readConfig(file, true);
      if ('reason' in answer) return;
      for (const name of answer.config.fileNames) if (!owners.has(name)) owners.set(name, file);
      for (const reference of answer.config.projectReferences ?? []) {
        visit(resolve(ts.resolveProjectReferencePath(reference)));
      }
    };
    visit(root);
    return owners;
  }
}

/** A program without files, for the library files inside ts-morph. */
function emptyProgram(options: ts.CompilerOptions, folder: string): ts.Program {
  const project = new Project({
    compilerOptions: options,
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
  });
  project.createSourceFile(join(folder, '__pintle-empty__.d.ts'), '');
  return project.getProgram().compilerObject;
}

/** Makes a program of these texts under one project's options. Each text is parsed once, and nothing is wrapped. */
export function loadProject(config: Config, sources: readonly SourceText[]): LoadedProject {
  const options: ts.CompilerOptions = {
    ...config.options,
    allowJs: true,
    checkJs: config.options.checkJs ?? true,
    skipLibCheck: true,
    incremental: false,
    composite: false,
  };
  const texts = new Map(sources.map(({ path, text }) => [path, text.replace(/^\ufeff/, '')]));
  const base = emptyProgram(options, dirname(config.file));
  const program = overlay(base, texts, [...texts.keys()]);
  const files: string[] = [];
  const problems: (Problem & { line?: number })[] = [];
  for (const path of texts.keys()) {
    const source = program.getSourceFile(path);
    if (source === undefined) continue;
    const [first] = program.getSyntacticDiagnostics(source).filter(({ code }) => code < 8000 || code > 8999);
    if (first === undefined) files.push(path);
    else {
      const { line } = source.getLineAndCharacterOfPosition(first.start);
      problems.push({
        path,
        line: line + 1,
        reason: `syntax error: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`,
      });
    }
  }
  return { program, files, problems };
}

/** Options and texts grouped by project, in the order of the project files. */
export function groupByProject(
  finder: ProjectFinder,
  sources: readonly SourceText[],
): { readonly groups: readonly { config: Config; sources: SourceText[] }[]; readonly problems: readonly Problem[] } {
  const groups = new Map<string, { config: Config; sources: SourceText[] }>();
  const problems: Problem[] = [];
  for (const source of sources) {
    const config = finder.of(source.path);
    if ('reason' in config) {
      problems.push({ path: source.path, reason: config.reason });
      continue;
    }
    const group = groups.get(config.file) ?? { config, sources: [] };
    group.sources.push(source);
    groups.set(config.file, group);
  }
  return { groups: [...groups.values()], problems };
}
