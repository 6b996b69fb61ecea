/** Which declarations belong to the API: the module and the name decide, not the text at the call. */
import { ts } from 'ts-morph';
import type { Side, SurfaceIndex, SurfaceSide } from '../surface-index.js';

/** A symbol of the API that a declaration stands for. */
export interface ApiName {
  readonly symbol: string;
  readonly side: Side;
  readonly kind: 'function' | 'constant' | 'type' | 'member';
}

/** Path without extension, as module specifiers spell it. */
export function modulePath(file: string): string {
  return file.replace(/(\.d)?\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/**
 * True when a file, or the name of an ambient module, belongs to one of the modules of a surface. A module that is the
 * front door of a folder (`dir/index`) stands for the files directly in it too.
 */
export function isModuleOf(side: SurfaceSide, file: string): boolean {
  const path = modulePath(file);
  const ends = (text: string, wanted: string) => text === wanted || text.endsWith(`/${wanted}`);
  return (side.surface.modules ?? []).some((module) => {
    const wanted = modulePath(module);
    if (ends(path, wanted)) return true;
    return /\/index(\.|$)/.test(module) && ends(folderOf(path), wanted);
  });
}

function ambientModule(node: ts.Node): string | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isModuleDeclaration(at) && ts.isStringLiteral(at.name)) return at.name.text;
  }
  return undefined;
}

function ownerName(node: ts.Node): string | undefined {
  const parent = node.parent;
  if (ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent)) return parent.name?.text;
  if (ts.isTypeLiteralNode(parent) && ts.isTypeAliasDeclaration(parent.parent)) return parent.parent.name.text;
  return undefined;
}

function declaredName(node: ts.Node): string | undefined {
  const name = (node as { name?: ts.Node }).name;
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}

/** Recognises declarations of one pair's surfaces; answers are kept per declaration. */
export class ApiNames {
  readonly index: SurfaceIndex;
  readonly #known = new Map<ts.Node, ApiName | null>();
  readonly #modules = new Map<string, readonly Side[]>();

  constructor(index: SurfaceIndex) {
    this.index = index;
  }

  /** The symbol that this declaration is, or null. */
  of(declaration: ts.Node): ApiName | null {
    let known = this.#known.get(declaration);
    if (known === undefined) {
      known = this.#find(declaration);
      this.#known.set(declaration, known);
    }
    return known;
  }

  /** The symbol behind a compiler symbol, aliases seen through. */
  ofSymbol(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): ApiName | null {
    if (symbol === undefined) return null;
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of target.declarations ?? []) {
      const name = this.of(declaration);
      if (name !== null) return name;
    }
    return null;
  }

  #sidesOf(node: ts.Node): readonly Side[] {
    const module = ambientModule(node) ?? node.getSourceFile().fileName;
    let sides = this.#modules.get(module);
    if (sides === undefined) {
      sides = (['old', 'new'] as const).filter((side) => isModuleOf(this.index[side], module));
      this.#modules.set(module, sides);
    }
    return sides;
  }

  #find(node: ts.Node): ApiName | null {
    const name = declaredName(node);
    if (name === undefined) return null;
    for (const side of this.#sidesOf(node)) {
      const found = this.#findOn(side, node, name);
      if (found !== null) return found;
    }
    return this.#implemented(node, name);
  }

  #findOn(side: Side, node: ts.Node, name: string): ApiName | null {
    const names = this.index[side];
    if (
      ts.isMethodSignature(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isPropertySignature(node) ||
      ts.isPropertyDeclaration(node)
    ) {
      const owner = ownerName(node);
      if (owner === undefined) return null;
      if (names.surface.interfaces?.includes(owner) === true && names.functions.has(name)) {
        return { symbol: name, side, kind: 'function' };
      }
      const member = `${owner}.${name}`;
      return names.symbols.has(member) ? { symbol: member, side, kind: 'member' } : null;
    }
    if (ts.isFunctionDeclaration(node))
      return names.functions.has(name) ? { symbol: name, side, kind: 'function' } : null;
    if (ts.isVariableDeclaration(node)) {
      if (names.functions.has(name)) return { symbol: name, side, kind: 'function' };
      return names.constants.has(name) ? { symbol: name, side, kind: 'constant' } : null;
    }
    if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      return names.types.has(name) ? { symbol: name, side, kind: 'type' } : null;
    }
    return null;
  }

  /** A method of a class that says it implements the interface of the calls. */
  #implemented(node: ts.Node, name: string): ApiName | null {
    if (!ts.isMethodDeclaration(node) || !ts.isClassLike(node.parent)) return null;
    for (const clause of node.parent.heritageClauses ?? []) {
      for (const type of clause.types) {
        const text = ts.isIdentifier(type.expression) ? type.expression.text : undefined;
        for (const side of ['old', 'new'] as const) {
          const names = this.index[side];
          if (text !== undefined && names.surface.interfaces?.includes(text) === true && names.functions.has(name)) {
            return { symbol: name, side, kind: 'function' };
          }
        }
      }
    }
    return null;
  }
}
