/** Writes import and re-export clauses anew: which names stay with the old module, which go to the new one. */
import { ts } from 'ts-morph';
import { startOf } from '../syntax.js';
import type { FileDraft, NeedKind } from './file-draft.js';
import { newSpecifier } from './modules.js';
import { insertAt, replaceNode, replaceSpan } from './text-edits.js';

export type Clause = ts.ImportDeclaration | ts.ExportDeclaration;
export type Specifier = ts.ImportSpecifier | ts.ExportSpecifier;

/** Where one imported name goes. */
export interface Move {
  readonly specifier: Specifier;
  readonly symbol: string;
  readonly to: { readonly side: 'old' | 'new'; readonly text: string } | null;
}

export interface ClauseMoves {
  readonly node: Clause;
  readonly module: string | undefined;
  readonly isTypeOnly: boolean;
  readonly moves: readonly Move[];
}

/** Names that an import or a re-export lists. */
export function specifiersOf(node: Clause): readonly Specifier[] {
  if (ts.isExportDeclaration(node)) {
    return node.exportClause !== undefined && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : [];
  }
  const bindings = node.importClause?.namedBindings;
  return bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
}

function textsOf(moves: readonly Move[], side: 'old' | 'new'): string[] {
  return [...new Set(moves.flatMap(({ to }) => (to?.side === side ? [to.text] : [])))];
}

class ClauseWriter {
  readonly #draft: FileDraft;

  constructor(draft: FileDraft) {
    this.#draft = draft;
  }

  write(planned: readonly ClauseMoves[]): void {
    const has = new Set(
      planned.flatMap(({ moves }) =>
        moves.flatMap(({ to }) => (to?.side === 'new' ? to.text.replace(/^type /, '') : [])),
      ),
    );
    const needed = [...this.#draft.needs].filter(([name]) => !has.has(name));
    const kept = [...this.#draft.keepOld].filter(
      ([name]) => !planned.some(({ moves }) => moves.some((item) => item.symbol === name && item.to?.side === 'old')),
    );
    for (const clause of planned) this.#clause(clause, needed, kept);
    if (kept.length > 0) this.#keptExtra(planned, kept);
    if (needed.length > 0) this.#extra(planned, needed);
  }

  /** Takes from `needed` what can be added here. */
  #take(needed: [string, NeedKind][], clause: ClauseMoves): string[] {
    if (ts.isExportDeclaration(clause.node) || clause.module === undefined) return [];
    const fits = needed.filter(([, kind]) => !clause.isTypeOnly || kind === 'type');
    for (const item of fits) needed.splice(needed.indexOf(item), 1);
    return fits.map(([name, kind]) => (kind === 'type' && !clause.isTypeOnly ? `type ${name}` : name));
  }

  #clause(clause: ClauseMoves, needed: [string, NeedKind][], kept: [string, NeedKind][]): void {
    const { node, module, moves } = clause;
    const others = specifiersOf(node).filter((item) => !moves.some((move) => move.specifier === item));
    const stays = [...others.map((item) => this.#draft.text(item)), ...textsOf(moves, 'old')];
    const goes = textsOf(moves, 'new');
    if (!clause.isTypeOnly && module !== undefined && (stays.length > 0 || goes.length === 0)) {
      for (const item of kept.filter(([name]) => this.#exports(node, name))) {
        kept.splice(kept.indexOf(item), 1);
        if (!stays.includes(item[0])) stays.push(item[0]);
      }
    }
    if (module === undefined) {
      this.#list(node, [...stays, ...goes]);
      return;
    }
    const hasSlot = goes.length > 0 || stays.length === 0;
    if (hasSlot && (goes.length > 0 || moves.length > 0)) goes.push(...this.#take(needed, clause));
    if (specifiersOf(node).length === 0) {
      // A namespace or `export *`: the module changes, and nothing else.
      this.#draft.edits.push(replaceSpan(startOf(node.moduleSpecifier!) + 1, node.moduleSpecifier!.end - 1, module));
    } else if (stays.length === 0 && goes.length === 0) this.#remove(node);
    else if (stays.length === 0) {
      this.#list(node, goes);
      this.#draft.edits.push(replaceSpan(startOf(node.moduleSpecifier!) + 1, node.moduleSpecifier!.end - 1, module));
    } else {
      this.#list(node, stays);
      if (goes.length > 0)
        this.#draft.edits.push(insertAt(node.end, `${this.#draft.newLine}${this.#statement(node, goes, module)}`));
    }
  }

  #statement(like: Clause, names: readonly string[], module: string, isTypeOnly = this.#isTypeOnly(like)): string {
    const quote = this.#draft.text(like.moduleSpecifier!)[0]!;
    const end = this.#draft.text(like).endsWith(';') ? ';' : '';
    const word = ts.isExportDeclaration(like) ? 'export' : 'import';
    return `${word}${isTypeOnly ? ' type' : ''} { ${names.join(', ')} } from ${quote}${module}${quote}${end}`;
  }

  #isTypeOnly(node: Clause): boolean {
    return ts.isExportDeclaration(node)
      ? node.isTypeOnly
      : node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  }

  /** New names list; the layout of the old one is kept: one line, or one name per line. */
  #list(node: Clause, names: readonly string[]): void {
    const list = ts.isExportDeclaration(node) ? node.exportClause! : node.importClause!.namedBindings!;
    const before = specifiersOf(node).map((item) => this.#draft.text(item));
    if (before.length === names.length && before.every((text, at) => text === names[at])) return;
    const text = this.#draft.text(list);
    const indent = /\n([ \t]*)\S/.exec(text)?.[1];
    const separator = indent === undefined ? ', ' : `,${this.#draft.newLine}${indent}`;
    const inside = names.join(separator);
    const whole =
      indent === undefined ? `{ ${inside} }` : `{${this.#draft.newLine}${indent}${inside},${this.#draft.newLine}}`;
    this.#draft.edits.push(replaceNode(list, whole));
  }

  #remove(node: Clause): void {
    const { text } = this.#draft.source;
    const end = text.startsWith('\r\n', node.end) ? node.end + 2 : text[node.end] === '\n' ? node.end + 1 : node.end;
    this.#draft.edits.push(replaceSpan(startOf(node), end, ''));
  }

  #exports(node: Clause, name: string): boolean {
    const symbol = this.#draft.checker.getSymbolAtLocation(node.moduleSpecifier!);
    return symbol !== undefined && this.#draft.checker.getExportsOfModule(symbol).some((item) => item.name === name);
  }

  /** Old names that new text uses, imported by nobody so far. */
  #keptExtra(planned: readonly ClauseMoves[], kept: readonly [string, NeedKind][]): void {
    for (const [name] of kept) {
      const like = planned.find(({ node }) => ts.isImportDeclaration(node) && this.#exports(node, name));
      if (like === undefined)
        this.#draft.refuse(
          this.#draft.source,
          name,
          `${name} of the old version is needed and cannot be imported here`,
        );
      else {
        const module = (like.node.moduleSpecifier as ts.StringLiteral).text;
        this.#draft.edits.push(
          insertAt(like.node.end, `${this.#draft.newLine}${this.#statement(like.node, [name], module, false)}`),
        );
      }
    }
  }

  /** Names that found no import to join get one of their own. */
  #extra(planned: readonly ClauseMoves[], needed: [string, NeedKind][]): void {
    const like = planned.findLast(({ node, module }) => ts.isImportDeclaration(node) && module !== undefined);
    const module = like?.module ?? this.#moduleElsewhere();
    if (module === undefined) {
      this.#draft.refuse(
        this.#draft.source,
        '',
        `the new version cannot be imported here; needed are ${needed.map(([name]) => name).join(', ')}`,
      );
      return;
    }
    const isTypeOnly = needed.every(([, kind]) => kind === 'type');
    const names = needed.map(([name, kind]) => (kind === 'type' && !isTypeOnly ? `type ${name}` : name));
    const last = like?.node ?? this.#draft.source.statements.findLast(ts.isImportDeclaration);
    if (last !== undefined) {
      this.#draft.edits.push(
        insertAt(last.end, `${this.#draft.newLine}${this.#statement(last as Clause, names, module, isTypeOnly)}`),
      );
    } else {
      const line = this.#draft.newLine;
      const text = `import ${isTypeOnly ? 'type ' : ''}{ ${names.join(', ')} } from '${module}';${line}${line}`;
      this.#draft.edits.push(insertAt(this.#top(), text));
    }
  }

  /** Behind the comment that heads the file, in front of the comments of the first statement. */
  #top(): number {
    const { text, statements } = this.#draft.source;
    const first = statements[0];
    if (first === undefined) return 0;
    const comments = ts.getLeadingCommentRanges(text, first.getFullStart()) ?? [];
    const ends = [...comments.slice(1).map(({ pos }) => pos), startOf(first)];
    const head = comments.findLastIndex(({ end }, at) => /\n[ \t]*\r?\n/.test(text.slice(end, ends[at])));
    return head < 0 ? (comments[0]?.pos ?? startOf(first)) : ends[head]!;
  }

  /** The file names the API only through others: spell the new module from where the old interface is declared. */
  #moduleElsewhere(): string | undefined {
    const file = this.#draft.context.oldFile;
    return file === undefined ? undefined : newSpecifier({ specifier: './x.js', file }, this.#draft);
  }
}

/** Writes all clauses of a file, and what it needs besides. */
export function writeClauses(draft: FileDraft, planned: readonly ClauseMoves[]): void {
  new ClauseWriter(draft).write(planned);
}
