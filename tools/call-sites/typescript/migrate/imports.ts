/** Names of the old version outside of calls: renames them, and moves imports and re-exports to the new modules. */
import { ts } from 'ts-morph';
import type { CodemodSpec } from '../../../../src/compat/pair-model.js';
import { startOf } from '../syntax.js';
import type { FileDraft, NeedKind } from './file-draft.js';
import { newSpecifier, oldModuleOf } from './modules.js';
import { insertAt, replaceNode, replaceSpan } from './text-edits.js';

const identifier = /^[A-Za-z_$][\w$]*$/;

type Clause = ts.ImportDeclaration | ts.ExportDeclaration;
type Specifier = ts.ImportSpecifier | ts.ExportSpecifier;

/** Where one imported name goes. */
interface Move {
  readonly specifier: Specifier;
  readonly symbol: string;
  readonly to: { readonly side: 'old' | 'new'; readonly text: string } | null;
}

interface ClauseMoves {
  readonly node: Clause;
  readonly module: string | undefined;
  readonly isTypeOnly: boolean;
  readonly moves: readonly Move[];
}

function specifiersOf(node: Clause): readonly Specifier[] {
  if (ts.isExportDeclaration(node)) {
    return node.exportClause !== undefined && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : [];
  }
  const bindings = node.importClause?.namedBindings;
  return bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
}

class ImportMover {
  readonly #draft: FileDraft;
  /** Old names that stay in the file, and with them the types they are declared with. */
  readonly #sticky = new Set<string>();

  constructor(draft: FileDraft) {
    this.#draft = draft;
    for (const name of draft.keepOld.keys()) this.#sticky.add(name);
  }

  run(): void {
    const clauses = this.#draft.source.statements.filter(
      (node): node is Clause =>
        (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined,
    );
    this.#findSticky(clauses);
    this.#bareMentions(clauses);
    const planned = clauses.flatMap((node) => this.#plan(node) ?? []);
    this.#write(planned);
  }

  #symbolOf(specifier: Specifier): string | undefined {
    const name = specifier.propertyName ?? specifier.name;
    if (!ts.isIdentifier(name)) return undefined;
    const { index, context } = this.#draft.file;
    const api = context.names.ofSymbol(index.symbolOf(specifier.name as ts.Identifier), this.#draft.checker);
    return api?.side === 'old' && api.kind !== 'member' ? api.symbol : undefined;
  }

  #remaining(specifier: Specifier): readonly ts.Identifier[] {
    if (ts.isExportSpecifier(specifier) || !ts.isIdentifier(specifier.name)) return [];
    const symbol = this.#draft.file.index.symbolOf(specifier.name);
    return symbol === undefined
      ? []
      : this.#draft.file.index.references(symbol).filter((node) => !this.#draft.consumed.has(node));
  }

  #spec(symbol: string): CodemodSpec {
    const entry = this.#draft.context.index.entries.get(symbol);
    return entry?.codemod.ts ?? { kind: 'keep' };
  }

  #isNew(symbol: string): boolean {
    const side = this.#draft.context.index.new;
    return side.symbols.has(symbol) || side.types.has(symbol);
  }

  /** A constant that has no new form stays, and then its type has to be the old one too. */
  #findSticky(clauses: readonly Clause[]): void {
    for (const node of clauses) {
      for (const specifier of specifiersOf(node)) {
        const symbol = this.#symbolOf(specifier);
        if (symbol === undefined || !this.#draft.context.index.old.constants.has(symbol)) continue;
        const spec = this.#spec(symbol);
        const stays = spec.kind === 'manual' || (spec.kind === 'keep' && !this.#isNew(symbol));
        const left = this.#remaining(specifier);
        if (!stays || left.length === 0) continue;
        this.#sticky.add(symbol);
        this.#typesOf(specifier);
      }
    }
  }

  #typesOf(specifier: Specifier): void {
    const symbol = this.#draft.file.index.symbolOf(specifier.name as ts.Identifier);
    const target =
      symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias
        ? this.#draft.checker.getAliasedSymbol(symbol)
        : symbol;
    const declaration = target?.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.type === undefined) return;
    if (ts.isTypeReferenceNode(declaration.type) && ts.isIdentifier(declaration.type.typeName)) {
      this.#sticky.add(declaration.type.typeName.text);
    }
  }

  /** Old names that come through a namespace, or are declared for everybody. */
  #bareMentions(clauses: readonly Clause[]): void {
    const imported = new Set(clauses.flatMap((node) => specifiersOf(node).map((item) => item.name.text)));
    for (const { node, api, form } of this.#draft.file.scan.mentions) {
      if (api.side !== 'old' || form === 'import' || form === 'declaration' || this.#draft.consumed.has(node)) continue;
      if (imported.has(node.text) && !ts.isPropertyAccessExpression(node.parent) && !ts.isQualifiedName(node.parent))
        continue;
      const spec = this.#spec(api.symbol);
      if (spec.kind === 'rename' && node.text !== spec.to) this.#rename(node, spec.to);
    }
  }

  #rename(node: ts.Identifier, to: string): void {
    const isShort = ts.isShorthandPropertyAssignment(node.parent);
    const whole = ts.isPropertyAccessExpression(node.parent) && !identifier.test(to) ? node.parent : node;
    this.#draft.edits.push(isShort ? insertAt(node.end, `: ${to}`) : replaceNode(whole, to));
    this.#draft.consumed.add(node);
  }

  #plan(node: Clause): ClauseMoves | undefined {
    const specifier = node.moduleSpecifier!;
    const old = oldModuleOf(specifier, this.#draft);
    // From a module of the caller only what has the API's own name is renamed with it.
    const own = (item: Specifier) =>
      old !== undefined || (item.propertyName ?? item.name).text === this.#symbolOf(item);
    const moves = specifiersOf(node).flatMap((item) => (own(item) ? (this.#move(item) ?? []) : []));
    if (old === undefined && moves.length === 0) return undefined;
    const isTypeOnly = ts.isExportDeclaration(node)
      ? node.isTypeOnly
      : node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    const module = old === undefined ? undefined : newSpecifier(old, this.#draft);
    if (old !== undefined && module === undefined) {
      this.#draft.refuse(node, old.specifier, `the new version of ${old.specifier} was not found beside it`);
      return undefined;
    }
    return { node, module, isTypeOnly, moves };
  }

  #move(specifier: Specifier): Move | undefined {
    const symbol = this.#symbolOf(specifier);
    if (symbol === undefined) return undefined;
    const local = specifier.name.text;
    const left = this.#remaining(specifier);
    const written = (name: string) => this.#spell(specifier, name, symbol);
    if (this.#sticky.has(symbol)) return { specifier, symbol, to: { side: 'old', text: this.#draft.text(specifier) } };
    const isRead = ts.isImportSpecifier(specifier) && this.#wasRead(specifier);
    if (isRead && left.length === 0) return { specifier, symbol, to: null };
    const spec = this.#spec(symbol);
    if (spec.kind === 'rename') {
      for (const node of left) if (local === symbol || !identifier.test(spec.to)) this.#rename(node, spec.to);
      return { specifier, symbol, to: identifier.test(spec.to) ? { side: 'new', text: written(spec.to) } : null };
    }
    const targets = this.#draft.renamed.get(symbol);
    const only = targets?.size === 1 ? [...targets][0]! : undefined;
    const name = only ?? symbol;
    const goes = spec.kind !== 'manual' && this.#isNew(name);
    if (!goes && spec.kind === 'manual' && left[0] !== undefined) this.#draft.refuse(left[0], symbol, spec.todo);
    return {
      specifier,
      symbol,
      to: goes ? { side: 'new', text: written(name) } : { side: 'old', text: this.#draft.text(specifier) },
    };
  }

  #wasRead(specifier: ts.ImportSpecifier): boolean {
    const symbol = this.#draft.file.index.symbolOf(specifier.name);
    return symbol !== undefined && this.#draft.file.index.references(symbol).length > 0;
  }

  #spell(specifier: Specifier, name: string, symbol: string): string {
    const type = specifier.isTypeOnly ? 'type ' : '';
    const local = specifier.name.text;
    return local === symbol ? `${type}${name}` : `${type}${name} as ${local}`;
  }

  #write(planned: readonly ClauseMoves[]): void {
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
        this.#draft.edits.push(insertAt(node.end, `${this.#newLine()}${this.#statement(node, goes, module)}`));
    }
  }

  #newLine(): string {
    return this.#draft.source.text.includes('\r\n') ? '\r\n' : '\n';
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
    const separator = indent === undefined ? ', ' : `,${this.#newLine()}${indent}`;
    const inside = names.join(separator);
    const whole = indent === undefined ? `{ ${inside} }` : `{${this.#newLine()}${indent}${inside},${this.#newLine()}}`;
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
          insertAt(like.node.end, `${this.#newLine()}${this.#statement(like.node, [name], module, false)}`),
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
        insertAt(last.end, `${this.#newLine()}${this.#statement(last as Clause, names, module, isTypeOnly)}`),
      );
    } else {
      const line = this.#newLine();
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

function textsOf(moves: readonly Move[], side: 'old' | 'new'): string[] {
  return [...new Set(moves.flatMap(({ to }) => (to?.side === side ? [to.text] : [])))];
}

/** Renames what is left of old names, and moves the imports. Runs after everything else. */
export function moveNames(draft: FileDraft): void {
  new ImportMover(draft).run();
}
