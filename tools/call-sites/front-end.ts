/** What a language has to offer so that `check` and `migrate` work on it. */
import type { ApiPair, FindingLevel, FixLevel, Language } from '../../src/compat/pair-model.js';
import type { CheckReport, NotRead } from '../diagnostics/model.js';

export interface CheckOptions {
  /** Printed paths are relative to it. Absolute. */
  readonly cwd: string;
  /** TypeScript: the project file, when it is not found by itself. */
  readonly tsconfig?: string;
  /** Level by TYPE, from the configuration; `off` takes a finding away. */
  readonly levels?: Readonly<Record<string, FindingLevel | 'off'>>;
  /** Threads for a large tree; as many as there are processors without it. */
  readonly jobs?: number;
  /** Called now and then with files done and files in all. */
  readonly progress?: (done: number, all: number) => void;
}

export interface MigrateOptions extends CheckOptions {
  /** Fix levels that may be applied; `safe` and `suggested` by default. */
  readonly apply: readonly FixLevel[];
  /** Leave rewrites in place although a place beside them has to be done by hand and does not compile until then. */
  readonly partial: boolean;
  /** C: the published version to write, by the end of its spelling (`v3`); the pair's new one without it. */
  readonly target?: string;
}

/** One file that changes. Texts keep byte order mark and line endings. */
export interface FileRewrite {
  /** As it is printed, with `/`. */
  readonly file: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** How the text becomes bytes again. */
  readonly encoding: 'utf8' | 'latin1';
  /** Call sites that this file's rewrite moves. */
  readonly sites: number;
  /** Whom the file belongs to, where the tree says so: files of one group share a patch. */
  readonly group?: string;
}

/** A call site that stays as it is, and why. */
export interface NotDone {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly symbol: string;
  readonly level: FixLevel;
  readonly reason: string;
}

export interface MigrationReport {
  readonly rewrites: readonly FileRewrite[];
  readonly notDone: readonly NotDone[];
  readonly notRead: readonly NotRead[];
  /** Call sites of the old API that were found. */
  readonly found: number;
  readonly filesRead: number;
}

export interface FrontEnd {
  readonly language: Language;
  /** True for a file that this front end reads; folders are walked by the front end itself. */
  accepts(path: string): boolean;
  /** `paths` are absolute files and folders; files of other languages inside of folders are passed over. */
  check(paths: readonly string[], pair: ApiPair, options: CheckOptions): Promise<CheckReport>;
  migrate(paths: readonly string[], pair: ApiPair, options: MigrateOptions): Promise<MigrationReport>;
}
