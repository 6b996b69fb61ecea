/** Reads one parsed file: calls, references, member reads and mentions of the API, with the nodes they stand for. */
import { ts } from 'ts-morph';
import type { FileIndex } from './file-index.js';
import type { ApiName, ApiNames } from './names.js';
import { calleeName, functionValue, type Resolved, resolveCall, textOfCallee } from './resolve.js';
import { startOf } from './syntax.js';

export interface CallNode {
  readonly node: ts.CallExpression;
  readonly resolved: Resolved;
}

/** A function of the API that is handed on without a call. */
export interface ReferenceNode {
  readonly node: ts.Expression;
  readonly api: ApiName;
  /** `alias`: only gives it a name here, the calls through it are sites of their own. */
  readonly use: 'alias' | 'handed-on';
}

export interface MemberNode {
  readonly node: ts.PropertyAccessExpression | ts.BindingElement;
  readonly api: ApiName;
}

export interface MentionNode {
  readonly node: ts.Identifier;
  readonly api: ApiName;
  readonly form: 'value' | 'type' | 'import' | 'declaration';
}

export interface Unresolved {
  readonly node: ts.Node;
  readonly symbol: string;
  readonly reason: string;
}

export interface Scan {
  readonly calls: readonly CallNode[];
  readonly references: readonly ReferenceNode[];
  readonly members: readonly MemberNode[];
  readonly mentions: readonly MentionNode[];
  readonly unresolved: readonly Unresolved[];
}

/** A call through a name in brackets: written out, or known to the running program only. */
const computedName = /[\w$)\]]\s*(?:\?\.)?\[\s*['"`]|\]\s*(?:\?\.)?\(/;

function isVague(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}

class Scanner {
  readonly calls: CallNode[] = [];
  readonly references: ReferenceNode[] = [];
  readonly members: MemberNode[] = [];
  readonly mentions: MentionNode[] = [];
  readonly unresolved: Unresolved[] = [];
  readonly #index: FileIndex;
  readonly #names: ApiNames;
  readonly #functions: ReadonlySet<string>;
  readonly #others: ReadonlySet<string>;
  readonly #members: ReadonlySet<string>;
  /** Words of the text. */
  readonly #present: ReadonlySet<string>;
  readonly #callees = new Set<ts.Node>();
  /** Aliases are asked for only where the file hands a function on, or was chosen for its imports. */
  readonly #askAll: boolean;

  constructor(index: FileIndex, names: ApiNames, askAll: boolean) {
    this.#index = index;
    this.#names = names;
    const { old, new: now } = names.index;
    this.#functions = new Set([...old.functions, ...now.functions]);
    this.#others = new Set([...old.constants, ...old.types, ...now.constants, ...now.types]);
    this.#members = new Set([...old.members.keys(), ...now.members.keys()]);
    const { text } = index.source;
    this.#present = new Set(text.match(/[A-Za-z_$][\w$]*/g));
    this.#askAll = askAll || computedName.test(text) || this.#handsOn();
  }

  /** True when some function of the API is named here outside of a plain call. */
  #handsOn(): boolean {
    for (const name of this.#functions) {
      if (this.#present.has(name) && this.#index.identifiers(name).some((node) => this.#callOf(node) === undefined))
        return true;
    }
    return false;
  }

  /** The call whose callee ends with this name. */
  #callOf(node: ts.Identifier): ts.CallExpression | undefined {
    let at: ts.Node = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
    while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent) || ts.isAsExpression(at.parent))
      at = at.parent;
    return ts.isCallExpression(at.parent) && at.parent.expression === at ? at.parent : undefined;
  }

  /** Calls by the API's names; all calls of the file where a function may have another name. */
  scanCalls(): void {
    if (this.#askAll) {
      this.#visit(this.#index.source);
      return;
    }
    for (const name of this.#functions) {
      if (!this.#present.has(name)) continue;
      for (const node of this.#index.identifiers(name)) {
        const call = this.#callOf(node);
        if (call !== undefined) this.#call(call);
      }
    }
  }

  #visit(node: ts.Node): void {
    if (ts.isCallExpression(node)) this.#call(node);
    else if (ts.isElementAccessExpression(node)) this.#computed(node);
    ts.forEachChild(node, (child) => this.#visit(child));
  }

  #call(node: ts.CallExpression): void {
    const text = textOfCallee(node.expression);
    const named =
      text !== undefined && (this.#functions.has(text) || text === 'call' || text === 'apply' || text === 'bind');
    if (!named && !this.#askAll) return;
    const resolved = resolveCall(node, this.#names, this.#index.checker);
    if (resolved !== null) {
      this.#callees.add(resolved.name);
      if (resolved.form === 'bind') this.references.push({ node, api: resolved.api, use: 'alias' });
      else this.calls.push({ node, resolved });
      return;
    }
    const name = calleeName(node.expression);
    if (text === undefined || name === undefined || !this.#functions.has(text)) return;
    if (!isVague(this.#index.checker.getTypeAtLocation(node.expression))) return;
    this.#callees.add(name);
    this.unresolved.push({ node, symbol: text, reason: 'the type of what is called is not known here' });
  }

  /** `api[name]` with a name that only the running program knows. */
  #computed(node: ts.ElementAccessExpression): void {
    if (ts.isStringLiteralLike(node.argumentExpression) || ts.isNumericLiteral(node.argumentExpression)) return;
    const { checker } = this.#index;
    const type = checker.getTypeAtLocation(node.expression);
    const api = (type.getSymbol()?.declarations ?? [])
      .map((entry) => this.#names.of(entry))
      .find((entry) => entry !== null);
    if (
      api === undefined ||
      api === null ||
      this.#names.index[api.side].surface.interfaces?.includes(api.symbol) !== true
    )
      return;
    this.unresolved.push({ node, symbol: api.symbol, reason: 'the name of the call is computed' });
  }

  /** Identifiers that are names of the API and no callee. */
  names(): void {
    for (const name of this.#present) {
      const isFunction = this.#functions.has(name);
      const isOther = this.#others.has(name);
      const isMember = this.#members.has(name);
      if (!isFunction && !isOther && !isMember) continue;
      for (const node of this.#index.identifiers(name)) {
        if (this.#callees.has(node)) continue;
        if (isMember && this.#member(node)) continue;
        if (isFunction) this.#function(node);
        if (isOther) this.#mention(node);
      }
    }
    this.#renamedImports();
  }

  #member(node: ts.Identifier): boolean {
    const { parent } = node;
    const isRead = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const isBound = ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node;
    if (!isRead && !isBound) return false;
    const symbol = isRead ? this.#index.symbolOf(node) : this.#boundMember(parent as ts.BindingElement, node.text);
    const api = this.#names.ofSymbol(symbol, this.#index.checker);
    if (api?.kind !== 'member') return false;
    this.members.push({ node: parent as MemberNode['node'], api });
    return true;
  }

  #boundMember(element: ts.BindingElement, name: string): ts.Symbol | undefined {
    return this.#index.checker.getTypeAtLocation(element.parent).getProperty(name);
  }

  #function(node: ts.Identifier): void {
    const { parent } = node;
    if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) {
      this.#mention(node);
      return;
    }
    if (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node) {
      const property = this.#boundMember(parent, node.text);
      const api = this.#names.ofSymbol(property, this.#index.checker);
      if (api?.kind === 'function') this.mentions.push({ node, api, form: 'declaration' });
      return;
    }
    if ((parent as { name?: ts.Node }).name === node && !ts.isPropertyAccessExpression(parent)) return;
    if (ts.isTypeNode(parent) || ts.isLiteralTypeNode(parent)) return;
    const expression = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
    const api = functionValue(expression, this.#names, this.#index.checker);
    if (api !== null) {
      const holder = expression.parent;
      const use = ts.isVariableDeclaration(holder) || ts.isPropertyDeclaration(holder) ? 'alias' : 'handed-on';
      this.references.push({ node: expression, api, use });
    } else if (ts.isPropertyAccessExpression(parent) && isVague(this.#index.checker.getTypeAtLocation(expression))) {
      this.unresolved.push({ node, symbol: node.text, reason: 'the type of the object is not known here' });
    }
  }

  #mention(node: ts.Identifier): void {
    const symbol = this.#index.symbolOf(node);
    const { parent } = node;
    const api = this.#names.ofSymbol(symbol, this.#index.checker);
    if (api === null || api.kind === 'member') return;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node && api.kind !== 'constant' && api.kind !== 'type')
      return;
    const form =
      ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)
        ? 'import'
        : ts.isTypeReferenceNode(parent) || ts.isExpressionWithTypeArguments(parent) || ts.isQualifiedName(parent)
          ? 'type'
          : 'value';
    this.mentions.push({ node, api, form });
  }

  /** `import { takeSlot as grab }`: uses of `grab` are mentions of `takeSlot`. */
  #renamedImports(): void {
    for (const statement of this.#index.source.statements) {
      if (!ts.isImportDeclaration(statement)) continue;
      const bindings = statement.importClause?.namedBindings;
      if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
      for (const element of bindings.elements) {
        if (element.propertyName === undefined || this.#others.has(element.name.text)) continue;
        const symbol = this.#index.symbolOf(element.name);
        const api = this.#names.ofSymbol(symbol, this.#index.checker);
        if (api === null || symbol === undefined) continue;
        for (const node of this.#index.references(symbol)) {
          if (!this.#callees.has(node)) this.#mention(node);
        }
      }
    }
  }
}

/** Scans a file. `askAll` asks the checker about every call, for files that get the API under another name. */
export function scanFile(index: FileIndex, names: ApiNames, askAll: boolean): Scan {
  const scanner = new Scanner(index, names, askAll);
  scanner.scanCalls();
  scanner.names();
  const byPosition = <T extends { node: ts.Node }>(items: T[]) =>
    items.sort((a, b) => startOf(a.node) - startOf(b.node));
  return {
    calls: byPosition(scanner.calls),
    references: byPosition(scanner.references),
    members: byPosition(scanner.members),
    mentions: byPosition(scanner.mentions),
    unresolved: byPosition(scanner.unresolved),
  };
}
