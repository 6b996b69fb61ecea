/** Checks files one by one while they change: for editors, linters and --watch. Programs are kept and renewed. */
import type { ts } from 'ts-morph';
import type { ApiPair, FixLevel } from '../../../src/compat/pair-model.js';
import type { Edit, Finding, NotRead } from '../../diagnostics/model.js';
import { RuleRunner } from '../run-rules.js';
import type { CheckOptions } from '../front-end.js';
import { FileIndex } from './file-index.js';
import { readFacts, type TsFile } from './file-facts.js';
import { apiPattern, printedPath } from './files.js';
import { planProgram } from './migrate/migrate.js';
import { verify } from './migrate/verify.js';
import { mergeEdits } from './migrate/text-edits.js';
import { ApiNames } from './names.js';
import { overlay } from './overlay.js';
import { loadProject, ProjectFinder } from './project.js';
import { startOf } from './syntax.js';

/** A rewrite of one place; alone it may not compile until its neighbours have moved too. */
export interface PlaceFix {
  /** Offsets of the place in the text. */
  readonly start: number;
  readonly end: number;
  readonly symbol: string;
  readonly level: FixLevel;
  /** Offsets count characters here. */
  readonly edits: readonly Edit[];
}

export interface FileReport {
  readonly findings: readonly Finding[];
  readonly notRead: readonly NotRead[];
  /** Null when the file does not name the API, or could not be read. */
  readonly file: TsFile | null;
}

const nothing: FileReport = { findings: [], notRead: [], file: null };

export class CheckSession {
  readonly pair: ApiPair;
  readonly #options: CheckOptions;
  readonly #runner: RuleRunner;
  readonly #names: ApiNames;
  readonly #pattern: RegExp;
  #finder: ProjectFinder;
  readonly #programs = new Map<string, ts.Program>();
  /** Texts that are not those on the disk when the program was made. */
  readonly #texts = new Map<string, string>();

  constructor(pair: ApiPair, options: CheckOptions) {
    this.pair = pair;
    this.#options = options;
    this.#runner = new RuleRunner(pair, 'ts', options.levels);
    this.#names = new ApiNames(this.#runner.index);
    this.#pattern = apiPattern(this.#runner.index);
    this.#finder = new ProjectFinder(options.tsconfig);
  }

  /** Tells that a file has another text now, or with `undefined` that it is gone. */
  changed(path: string, text: string | undefined): void {
    if (text === undefined) this.#texts.delete(path);
    else this.#texts.set(path, text.replace(/^\ufeff/, ''));
    if (/(?:ts|js)config[^/]*\.json$/.test(path)) {
      this.#finder = new ProjectFinder(this.#options.tsconfig);
      this.#programs.clear();
    }
  }

  #programFor(path: string, text: string): ts.Program | { reason: string } {
    const config = this.#finder.of(path);
    if ('reason' in config) return config;
    const base = this.#programs.get(config.file) ?? loadProject(config, [{ path, text }]).program;
    const program = overlay(base, this.#texts, [path]);
    this.#programs.set(config.file, program);
    return program;
  }

  /** Findings of one file with this text. */
  check(path: string, text: string): FileReport {
    this.changed(path, text);
    const own = this.#texts.get(path)!;
    if (!this.#pattern.test(own)) return nothing;
    const file = printedPath(this.#options.cwd, path);
    const program = this.#programFor(path, own);
    if ('reason' in program) return { ...nothing, notRead: [{ file, line: 1, symbol: '', reason: program.reason }] };
    const source = program.getSourceFile(path);
    if (source === undefined) return nothing;
    const [wrong] = program.getSyntacticDiagnostics(source);
    if (wrong !== undefined) {
      const line = source.getLineAndCharacterOfPosition(wrong.start).line + 1;
      const reason = typeof wrong.messageText === 'string' ? wrong.messageText : wrong.messageText.messageText;
      return { ...nothing, notRead: [{ file, line, symbol: '', reason: `syntax error: ${reason}` }] };
    }
    const index = new FileIndex(source, program.getTypeChecker());
    const errorType = this.pair.map.idioms?.ts?.old.errorType;
    const facts = readFacts(index, this.#names, { file, errorType, askAll: true });
    return { findings: this.#runner.run(facts.facts), notRead: facts.facts.notRead, file: facts };
  }

  /** Rewrites of the places of a file that was checked last, one by one. */
  fixes(path: string, report: FileReport): readonly PlaceFix[] {
    const config = this.#finder.of(path);
    const program = 'reason' in config ? undefined : this.#programs.get(config.file);
    if (report.file === null || program === undefined) return [];
    const files = [{ path, file: report.file }];
    const { drafts } = planProgram({ program, files, paths: [path] }, this.pair, this.#migrateOptions());
    const draft = drafts.get(path);
    if (draft === undefined) return [];
    return [...draft.steps].flatMap(([node, step]) => {
      const place = draft.moved.find((item) => item.node === node);
      if (place === undefined) return [];
      const edits = mergeEdits(draft.source.text, step.edits).map((edit) => ({ file: draft.file.facts.file, ...edit }));
      return [{ start: startOf(node), end: node.end, symbol: place.symbol, level: step.level, edits }];
    });
  }

  /** The whole file moved and judged by the compiler, or null when that leaves something to a person. */
  move(path: string, report: FileReport): string | null {
    const config = this.#finder.of(path);
    const program = 'reason' in config ? undefined : this.#programs.get(config.file);
    if (report.file === null || program === undefined) return null;
    const input = { program, files: [{ path, file: report.file }], paths: [path] };
    const { drafts } = planProgram(input, this.pair, this.#migrateOptions());
    const own = new Map([...drafts].filter(([key]) => key === path));
    if (drafts.size > 1 || own.get(path) === undefined || own.get(path)!.notDone.length > 0) return null;
    const { texts, takenBack, left } = verify(program, [path], own, false);
    return takenBack.size === 0 && left.length === 0 ? (texts.get(path) ?? null) : null;
  }

  #migrateOptions() {
    return { ...this.#options, apply: ['safe', 'suggested'] as const, partial: false };
  }
}
