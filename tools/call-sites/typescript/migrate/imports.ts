/** Names of the old version outside of calls: renames them, and moves imports and re-exports to the new modules. */
import { ts } from 'ts-morph';
import type { CodemodSpec } from '../../../../src/compat/pair-model.js';
import type { FileDraft } from './file-draft.js';
import {
  type Clause,
  type ClauseMoves,
  type Move,
  type Specifier,
  specifiersOf,
  writeClauses,
} from './import-clauses.js';
import { newSpecifier, oldModuleOf } from './modules.js';
import { insertAt, replaceNode } from './text-edits.js';

const identifier = /^[A-Za-z_$][\w$]*$/;

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
    writeClauses(this.#draft, planned);
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
}

/** Renames what is left of old names, and moves the imports. Runs after everything else. */
export function moveNames(draft: FileDraft): void {
  new ImportMover(draft).run();
}
