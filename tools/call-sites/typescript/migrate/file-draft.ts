/** What is going to happen to one file: edits, names that it needs, and places that stay as they are. */
import type { ts } from 'ts-morph';
import type { ApiPair, FixLevel } from '../../../../src/compat/pair-model.js';
import type { NotDone } from '../../front-end.js';
import type { SurfaceIndex } from '../../surface-index.js';
import type { TsFile } from '../file-facts.js';
import { startOf } from '../syntax.js';
import type { TextEdit } from './text-edits.js';

/** What the whole migration works with. */
export interface MigrationContext {
  readonly pair: ApiPair;
  /** The draft of another file of the program; undefined for one that is not the caller's own. */
  draftOf(path: string): FileDraft | undefined;
  readonly index: SurfaceIndex;
  readonly levels: ReadonlySet<FixLevel>;
  /** A file of the old version, from which the new one is found. */
  readonly oldFile: string | undefined;
}

export type NeedKind = 'value' | 'type';

/** A place cannot be moved; thrown inside of the planning of one place and caught there. */
export class ByHand extends Error {
  override readonly name = 'ByHand';
  readonly level: FixLevel;

  constructor(reason: string, level: FixLevel = 'by-hand') {
    super(reason);
    this.level = level;
  }
}

/** Edits of one place; they are taken over together or not at all. */
export interface Step {
  readonly edits: TextEdit[];
  readonly needs: Map<string, NeedKind>;
  /** Names of the old version that this step takes care of. */
  readonly consumed: ts.Node[];
  level: FixLevel;
}

const order: readonly FixLevel[] = ['safe', 'suggested', 'by-hand', 'none'];

export function lower(a: FixLevel, b: FixLevel): FixLevel {
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

export class FileDraft {
  readonly path: string;
  readonly file: TsFile;
  readonly context: MigrationContext;
  readonly edits: TextEdit[] = [];
  /** Names of the new version that the file will use. */
  readonly needs = new Map<string, NeedKind>();
  /** Names of the old version that new text still uses. */
  readonly keepOld = new Map<string, NeedKind>();
  /** New names of functions that are imported themselves, by old name. */
  readonly renamed = new Map<string, Set<string>>();
  /** Mentions of old names that some edit takes away or replaces. */
  readonly consumed = new Set<ts.Node>();
  readonly notDone: NotDone[] = [];
  /** Calls that are moved, with what they are called in the list of what was not done. */
  readonly moved: { readonly node: ts.Node; readonly symbol: string }[] = [];
  readonly refused = new Set<ts.Node>();
  /** What was planned for each place. */
  readonly steps = new Map<ts.Node, Step>();
  /** Own types that get a base. */
  readonly adopted = new Set<ts.Node>();
  /** Locals that stand for a function of the API, with the name that they stand for afterwards. */
  readonly aliases = new Map<ts.Node, string>();
  /** Nodes whose text is settled already. */
  readonly #edited = new Set<string>();

  constructor(path: string, file: TsFile, context: MigrationContext) {
    this.path = path;
    this.file = file;
    this.context = context;
  }

  /** A copy that can be finished without changing this one. */
  fork(): FileDraft {
    const copy = new FileDraft(this.path, this.file, this.context);
    copy.edits.push(...this.edits);
    for (const [name, kind] of this.needs) copy.needs.set(name, kind);
    for (const [name, kind] of this.keepOld) copy.keepOld.set(name, kind);
    for (const [name, to] of this.renamed) copy.renamed.set(name, to);
    for (const node of this.consumed) copy.consumed.add(node);
    return copy;
  }

  get source(): ts.SourceFile {
    return this.file.index.source;
  }

  /** Line ending of the file. */
  get newLine(): string {
    return this.source.text.includes('\r\n') ? '\r\n' : '\n';
  }

  get checker(): ts.TypeChecker {
    return this.file.index.checker;
  }

  text(node: ts.Node): string {
    return node.getText(this.source);
  }

  /** Plans one place. What it throws as `ByHand` becomes an entry of the list of what was not done. */
  attempt(at: ts.Node, symbol: string, plan: (step: Step) => void): boolean {
    const step: Step = { edits: [], needs: new Map(), consumed: [], level: 'safe' };
    try {
      plan(step);
      if (!this.context.levels.has(step.level))
        throw new ByHand(`the rewrite is ${step.level}, which --level leaves out`, step.level);
    } catch (error) {
      if (!(error instanceof ByHand)) throw error;
      this.refuse(at, symbol, error.message, error.level);
      return false;
    }
    this.take(step);
    this.steps.set(at, step);
    return true;
  }

  take(step: Step): void {
    for (const edit of step.edits) {
      const key = `${edit.start} ${edit.end} ${edit.side} ${edit.around} ${edit.text}`;
      if (this.#edited.has(key)) continue;
      this.#edited.add(key);
      this.edits.push(edit);
    }
    for (const [name, kind] of step.needs) this.need(name, kind);
    for (const node of step.consumed) this.consumed.add(node);
  }

  need(name: string, kind: NeedKind): void {
    if (kind === 'value' || !this.needs.has(name)) this.needs.set(name, kind);
  }

  refuse(at: ts.Node, symbol: string, reason: string, level: FixLevel = 'by-hand'): void {
    const { line, character } = this.source.getLineAndCharacterOfPosition(startOf(at));
    this.refused.add(at);
    this.notDone.push({ file: this.file.facts.file, line: line + 1, column: character + 1, symbol, level, reason });
  }
}
