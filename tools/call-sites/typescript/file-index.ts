/** Looks things up in one file, as far as somebody asks: identifiers by name, functions, keys for variables. */
import { ts } from 'ts-morph';
import type { Place } from '../model.js';
import { containingClass, type FunctionNode, inner, isFunctionNode } from './syntax.js';

/** Numbers for compiler symbols, so that a place is a text; one per run. */
const symbolNumbers = new WeakMap<ts.Symbol, number>();
let nextNumber = 1;

function numberOf(symbol: ts.Symbol): number {
  let number = symbolNumbers.get(symbol);
  if (number === undefined) {
    number = nextNumber++;
    symbolNumbers.set(symbol, number);
  }
  return number;
}

/** The smallest node at a position that is no white space. */
function nodeAt(source: ts.SourceFile, position: number): ts.Node {
  let node: ts.Node = source;
  for (;;) {
    const inside: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.pos <= position && position < child.end ? child : undefined,
    );
    if (inside === undefined) return node;
    node = inside;
  }
}

/** Where a variable can be named: the block, or the function, that declares it; for anything else the file. */
function scopeOf(symbol: ts.Symbol, source: ts.SourceFile): ts.Node {
  const [declaration, ...more] = symbol.declarations ?? [];
  if (declaration === undefined || more.length > 0 || declaration.getSourceFile() !== source) return source;
  if (ts.isParameter(declaration)) return declaration.parent;
  const isBlockScoped =
    ts.isVariableDeclaration(declaration) && (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.BlockScoped) !== 0;
  if (!isBlockScoped) return source;
  // The list is in a statement, which is in its block; or in the head of a loop, which is its block.
  return declaration.parent.parent.parent;
}

const wordLetter = /[\w$]/;

export class FileIndex {
  readonly source: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  /** Functions that somebody asked about; 0 is the file. */
  readonly functions: (FunctionNode | ts.SourceFile)[];
  readonly #functionOf = new Map<ts.Node, number>();
  readonly #identifiers = new Map<string, readonly ts.Identifier[]>();
  readonly #references = new Map<ts.Symbol, readonly ts.Identifier[]>();

  constructor(source: ts.SourceFile, checker: ts.TypeChecker) {
    this.source = source;
    this.checker = checker;
    this.functions = [source];
    this.#functionOf.set(source, 0);
  }

  /** Identifiers of this name, in the order of the text. */
  identifiers(name: string): readonly ts.Identifier[] {
    let known = this.#identifiers.get(name);
    if (known === undefined) {
      known = this.#find(name);
      this.#identifiers.set(name, known);
    }
    return known;
  }

  #find(name: string): readonly ts.Identifier[] {
    const { text } = this.source;
    const out: ts.Identifier[] = [];
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      if (wordLetter.test(text[at - 1] ?? ' ') || wordLetter.test(text[at + name.length] ?? ' ')) continue;
      const node = nodeAt(this.source, at);
      if (ts.isIdentifier(node) && node.text === name && node.end === at + name.length) out.push(node);
    }
    return out;
  }

  /** Numbers every function of the file. */
  indexAll(): void {
    const visit = (node: ts.Node): void => {
      this.indexOf(node);
      ts.forEachChild(node, visit);
    };
    visit(this.source);
  }

  /** Index of the function that a node stands in. */
  functionAt(node: ts.Node): number {
    for (let at = node.parent; at !== undefined; at = at.parent) {
      const index = this.indexOf(at);
      if (index !== undefined) return index;
    }
    return 0;
  }

  indexOf(node: ts.Node): number | undefined {
    const known = this.#functionOf.get(node);
    if (known !== undefined || !isFunctionNode(node)) return known;
    this.#functionOf.set(node, this.functions.length);
    this.functions.push(node);
    return this.functions.length - 1;
  }

  symbolOf(node: ts.Identifier | ts.PrivateIdentifier): ts.Symbol | undefined {
    if (node.parent !== undefined && ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node) {
      return this.checker.getShorthandAssignmentValueSymbol(node.parent);
    }
    return this.checker.getSymbolAtLocation(node);
  }

  /** Identifiers of this file that mean the variable, its declaration left out. */
  references(symbol: ts.Symbol): readonly ts.Identifier[] {
    let known = this.#references.get(symbol);
    if (known === undefined) {
      const scope = scopeOf(symbol, this.source);
      known = this.identifiers(symbol.name).filter((node) => {
        if (node.pos < scope.pos || node.end > scope.end) return false;
        const isName =
          (node.parent as { name?: ts.Node }).name === node && !ts.isShorthandPropertyAssignment(node.parent);
        return !isName && this.symbolOf(node) === symbol;
      });
      this.#references.set(symbol, known);
    }
    return known;
  }

  /** Key of a variable or member path; null for any other expression. */
  place(node: ts.Node): Place | null {
    const at = ts.isExpression(node) ? inner(node) : node;
    if (ts.isIdentifier(at)) {
      const symbol = this.symbolOf(at);
      return symbol === undefined || at.text === 'undefined' ? null : `${at.text}#${numberOf(symbol)}`;
    }
    if (at.kind === ts.SyntaxKind.ThisKeyword) return `this#${this.#thisOwner(at)}`;
    if (ts.isPropertyAccessExpression(at)) {
      const left = this.place(at.expression);
      return left === null ? null : `${left}.${at.name.text}`;
    }
    return null;
  }

  #thisOwner(node: ts.Node): number {
    const owner = containingClass(node);
    const symbol = owner?.name === undefined ? undefined : this.checker.getSymbolAtLocation(owner.name);
    return symbol === undefined ? (owner?.pos ?? 0) : numberOf(symbol);
  }

  /** Functions that a value is or leads to: a literal, the name of one, an object that has some. */
  handlers(node: ts.Expression, depth = 0): readonly number[] {
    const at = inner(node);
    const own = this.indexOf(at);
    if (own !== undefined) return [own];
    if (depth > 3) return [];
    if (ts.isObjectLiteralExpression(at)) {
      return at.properties.flatMap((property) => {
        if (ts.isMethodDeclaration(property)) return [this.indexOf(property)!];
        if (ts.isPropertyAssignment(property)) return this.handlers(property.initializer, depth + 1);
        return ts.isShorthandPropertyAssignment(property) ? this.handlers(property.name, depth + 1) : [];
      });
    }
    if (ts.isNewExpression(at)) return this.#methodsOf(at.expression);
    if (ts.isIdentifier(at) || ts.isPropertyAccessExpression(at)) return this.#declared(at, depth);
    if (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression) && at.expression.name.text === 'bind') {
      return this.handlers(at.expression.expression, depth + 1);
    }
    return [];
  }

  #declared(node: ts.Identifier | ts.PropertyAccessExpression, depth: number): readonly number[] {
    const name = ts.isIdentifier(node) ? node : node.name;
    const symbol = ts.isIdentifier(name) || ts.isPrivateIdentifier(name) ? this.symbolOf(name) : undefined;
    return (symbol?.declarations ?? []).flatMap((declaration) => {
      if (declaration.getSourceFile() !== this.source) return [];
      const own = this.indexOf(declaration);
      if (own !== undefined) return [own];
      const { initializer } = declaration as { initializer?: ts.Expression };
      if (initializer === undefined) return [];
      return this.handlers(initializer, depth + 1);
    });
  }

  #methodsOf(callee: ts.Expression): readonly number[] {
    const symbol = ts.isIdentifier(callee) ? this.symbolOf(callee) : undefined;
    const declaration = symbol?.valueDeclaration;
    if (declaration === undefined || !ts.isClassLike(declaration) || declaration.getSourceFile() !== this.source)
      return [];
    return declaration.members.flatMap((member) => {
      const own = ts.isConstructorDeclaration(member) ? undefined : this.indexOf(member);
      return own === undefined ? [] : [own];
    });
  }
}
