/** Judges the new texts with the type checker, and takes back files that would not compile. */
import { ts } from 'ts-morph';
import { overlay } from '../overlay.js';
import { startOf } from '../syntax.js';
import { spell } from './call-edits.js';
import type { FileDraft } from './file-draft.js';
import { moveNames } from './imports.js';
import { applyEdits, EditConflict, originOf, surround } from './text-edits.js';

/** Unused names, and where a project may have its files: no reason to take anything back. */
const unusedCodes = new Set([6133, 6138, 6192, 6196, 6198, 6199, 6059, 6307]);
const maxRounds = 8;

export interface Problem {
  readonly path: string;
  readonly start: number;
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

export interface Verified {
  /** New text by path, for the files that change. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files that were taken back, with the first problem that made it so. */
  readonly takenBack: ReadonlyMap<string, Problem>;
  /** Problems that stay because the caller asked for them. */
  readonly left: readonly Problem[];
}

function problemsOf(program: ts.Program, paths: readonly string[]): Problem[] {
  return paths.flatMap((path) => {
    const source = program.getSourceFile(path);
    if (source === undefined) return [];
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found
      .filter(({ category, code }) => category === ts.DiagnosticCategory.Error && !unusedCodes.has(code))
      .map(({ start = 0, code, messageText }) => ({
        path,
        start,
        line: source.getLineAndCharacterOfPosition(start).line + 1,
        code,
        message: ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' '),
      }));
  });
}

/** Problems that were not there before, counted by file, code and words. */
function newProblems(before: readonly Problem[], after: readonly Problem[]): Problem[] {
  const known = new Map<string, number>();
  const key = ({ path, code, message }: Problem) => `${path}\0${code}\0${message}`;
  for (const problem of before) known.set(key(problem), (known.get(key(problem)) ?? 0) + 1);
  return after.filter((problem) => {
    const count = known.get(key(problem)) ?? 0;
    // How a project treats modules is said once for every import; one more import is no new problem.
    if (problem.code >= 2000) known.set(key(problem), count - 1);
    return count <= 0;
  });
}

interface Finished {
  readonly text: string;
  readonly draft: FileDraft;
}

function finish(draft: FileDraft): Finished {
  const copy = draft.fork();
  moveNames(copy);
  return { text: applyEdits(draft.source.text, copy.edits, 0), draft: copy };
}

/** The expression that starts where the new text has the problem. */
function expressionAt(draft: FileDraft, position: number): ts.Expression | undefined {
  let found: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > position || node.end <= position) return;
    if (found === undefined && ts.isExpression(node) && startOf(node) === position) {
      const { parent } = node;
      const isArgument =
        (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
        (parent.arguments ?? []).some((item) => item === node);
      // The compiler points at the name of a property whose value does not fit.
      if (ts.isPropertyAssignment(parent)) found = parent.initializer;
      else if (isArgument || ts.isReturnStatement(parent)) found = node;
    }
    ts.forEachChild(node, visit);
  };
  visit(draft.source);
  return found;
}

/** The value is an argument of a call of the API: only there it has to be an id, and nowhere else it can be refused. */
function isGivenToApi(node: ts.Expression, draft: FileDraft): boolean {
  return draft.moved.some((item) => item.node === node.parent);
}

/**
 * `'number' is not assignable to 'Id'`, where the map has a function that makes one: it is put around the value, or the
 * file goes on with plain numbers.
 */
function makeValues(
  drafts: ReadonlyMap<string, FileDraft>,
  finished: ReadonlyMap<string, Finished>,
  problems: readonly Problem[],
): boolean {
  let changed = false;
  for (const { path, start, code, message } of problems) {
    const draft = drafts.get(path);
    const done = finished.get(path);
    if (draft === undefined || done === undefined || (code !== 2345 && code !== 2322)) continue;
    const target = /to (?:parameter of )?type '([^']+)'/.exec(message)?.[1];
    const kind = Object.values(draft.context.pair.map.types).find(
      ({ make, ts: names }) => make !== undefined && target !== undefined && names.includes(target),
    );
    const origin = kind === undefined ? undefined : originOf(start, done.draft.edits);
    const node = origin === undefined ? undefined : expressionAt(draft, origin);
    if (kind?.make === undefined || target === undefined) continue;
    if (node === undefined || !isGivenToApi(node, draft)) {
      // The value comes from code that stays as it is: the old type, which takes it, stays in this file too.
      const isImported = draft.file.scan.mentions.some(({ api }) => api.side === 'old' && api.symbol === target);
      if (!isImported || draft.keepOld.has(target)) continue;
      draft.keepOld.set(target, 'type');
      changed = true;
      continue;
    }
    const made = spell(kind.make, node, draft);
    draft.take({
      edits: [...surround(node, `${made.text}(`, ')')],
      needs: new Map(made.needs.map((name) => [name, 'value'] as const)),
      consumed: [],
      level: 'suggested',
    });
    changed = true;
  }
  return changed;
}

function conflict(draft: FileDraft, { at, message }: EditConflict): Problem {
  const { line } = draft.source.getLineAndCharacterOfPosition(at);
  return { path: draft.path, start: at, line: line + 1, code: 0, message };
}

/** Files that change and that this file imports, over files that do not change. */
function changedImports(program: ts.Program, path: string, live: ReadonlyMap<string, FileDraft>): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>([path]);
  const queue = [path];
  while (queue.length > 0) {
    const source = program.getSourceFile(queue.pop()!);
    for (const statement of source?.statements ?? []) {
      const specifier =
        ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
      const symbol = specifier === undefined ? undefined : program.getTypeChecker().getSymbolAtLocation(specifier);
      const file = symbol?.declarations?.find(ts.isSourceFile)?.fileName;
      if (file === undefined || seen.has(file)) continue;
      seen.add(file);
      if (live.has(file)) found.add(file);
      else queue.push(file);
    }
  }
  return [...found];
}

/**
 * Takes files back: first those in which something was left to a person, then those with a problem. A problem in a file
 * that does not change comes from what it imports: types alone go back first.
 */
function takeBack(
  problems: readonly Problem[],
  program: ts.Program,
  live: Map<string, FileDraft>,
  takenBack: Map<string, Problem>,
): void {
  const own = problems.filter(({ path }) => live.has(path));
  const waiting = own.filter(({ path }) => live.get(path)!.notDone.length > 0);
  const guilty = new Map((waiting.length > 0 ? waiting : own).map((problem) => [problem.path, problem]));
  if (guilty.size === 0) {
    for (const problem of problems) {
      const imported = changedImports(program, problem.path, live);
      const typesOnly = imported.filter((path) => live.get(path)!.moved.length === 0);
      for (const path of typesOnly.length > 0 ? typesOnly : imported) guilty.set(path, problem);
    }
  }
  if (guilty.size === 0) for (const path of live.keys()) guilty.set(path, problems[0]!);
  for (const [path, problem] of guilty) {
    live.delete(path);
    takenBack.set(path, problem);
  }
}

/** A file that only passes types on keeps those that are plain values underneath: everybody can take them. */
function keepPlainTypes(drafts: ReadonlyMap<string, FileDraft>): void {
  for (const draft of drafts.values()) {
    if (draft.moved.length > 0) continue;
    for (const { make, ts: names } of Object.values(draft.context.pair.map.types)) {
      const used = names.filter((name) =>
        draft.file.scan.mentions.some(({ api }) => api.side === 'old' && api.symbol === name),
      );
      if (make !== undefined) for (const name of used) draft.keepOld.set(name, 'type');
    }
  }
}

/** Applies all drafts, checks, and takes back whole files until nothing new is wrong. */
export function verify(
  base: ts.Program,
  paths: readonly string[],
  drafts: ReadonlyMap<string, FileDraft>,
  partial: boolean,
): Verified {
  const originals = new Map([...drafts].map(([path, draft]) => [path, draft.source.text]));
  // Judged in the same way as the new texts, so that only what they change counts.
  const before = problemsOf(overlay(base, originals), paths);
  const takenBack = new Map<string, Problem>();
  const live = new Map(drafts);
  let program = base;
  keepPlainTypes(drafts);
  let finished = new Map<string, Finished>();
  const apply = (): Problem[] => {
    finished = new Map();
    for (const [path, draft] of live) {
      try {
        finished.set(path, finish(draft));
      } catch (error) {
        if (!(error instanceof EditConflict)) throw error;
        live.delete(path);
        takenBack.set(path, conflict(draft, error));
      }
    }
    const texts = new Map([...finished].map(([path, { text }]) => [path, text]));
    program = overlay(base, texts);
    return newProblems(before, problemsOf(program, paths));
  };
  let problems = apply();
  for (let round = 0; problems.length > 0 && live.size > 0;) {
    if (round < maxRounds && makeValues(live, finished, problems)) round++;
    else if (partial) break;
    else takeBack(problems, program, live, takenBack);
    problems = apply();
  }
  const texts = new Map(
    [...finished].filter(([path, { text }]) => text !== originals.get(path)).map(([path, { text }]) => [path, text]),
  );
  for (const [path, { draft }] of finished) drafts.get(path)!.notDone.push(...draft.notDone);
  return { texts, takenBack, left: problems };
}
