/** The surface of a TypeScript entry point: its exports, read as syntax; the checker only follows re-exports. */
import { relative } from 'node:path';
import { ts } from 'ts-morph';
import type { ApiSurface, SurfaceItem } from './api-surface.js';

/** An entry point that cannot be read; the message begins with file and line. */
export class EntryPointError extends Error {
  override readonly name = 'EntryPointError';
}

/**
 * Reads an entry point (absolute path). Methods of an interface in `flat` count as functions of the surface. Throws
 * EntryPointError for broken syntax.
 */
export function surfaceOfEntryPoint(path: string, title: string, flat: ReadonlySet<string>, cwd: string): ApiSurface {
  const program = ts.createProgram({
    rootNames: [path],
    options: {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ESNext,
      noLib: true,
      skipLibCheck: true,
      types: [],
      noEmit: true,
    },
  });
  const source = program.getSourceFile(path);
  if (source === undefined) throw new EntryPointError(`${title}: cannot be read`);
  const broken = program.getSyntacticDiagnostics(source)[0];
  if (broken !== undefined) {
    const line = source.getLineAndCharacterOfPosition(broken.start).line + 1;
    throw new EntryPointError(`${title}:${line}: ${ts.flattenDiagnosticMessageText(broken.messageText, ' ')}`);
  }
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(source);
  if (module === undefined) throw new EntryPointError(`${title}: is no module: it exports nothing`);
  const items = new Map<string, SurfaceItem>();
  for (const exported of checker.getExportsOfModule(module)) {
    const symbol = (exported.flags & ts.SymbolFlags.Alias) === 0 ? exported : checker.getAliasedSymbol(exported);
    for (const item of new Reader(exported.getName(), flat, cwd).read(symbol.declarations ?? [])) {
      if (!items.has(item.name)) items.set(item.name, item);
    }
  }
  return { language: 'ts', title, hasStubs: false, items, stubProblems: [], notRead: [] };
}

type Parts = Partial<SurfaceItem> & Pick<SurfaceItem, 'name' | 'kind' | 'signature'>;

class Reader {
  readonly #name: string;
  readonly #flat: ReadonlySet<string>;
  readonly #cwd: string;

  constructor(name: string, flat: ReadonlySet<string>, cwd: string) {
    this.#name = name;
    this.#flat = flat;
    this.#cwd = cwd;
  }

  read(declarations: readonly ts.Declaration[]): readonly SurfaceItem[] {
    const functions = declarations.filter(ts.isFunctionLike);
    if (functions.length > 0) return [this.#callable(this.#name, functions)];
    return declarations.flatMap((declaration) => this.#one(declaration));
  }

  #one(node: ts.Declaration): readonly SurfaceItem[] {
    if (ts.isInterfaceDeclaration(node)) {
      const isFlat = this.#flat.has(this.#name);
      return [
        this.#item(node, { kind: 'type', ...named(this.#name, `interface ${this.#name}`) }),
        ...this.#members(node, isFlat),
      ];
    }
    if (ts.isClassDeclaration(node)) {
      return [
        this.#item(node, { kind: 'type', ...named(this.#name, `class ${this.#name}`) }),
        ...this.#members(node, false),
      ];
    }
    if (ts.isVariableDeclaration(node)) return [this.#variable(node)];
    const text = oneLine(node.getText());
    const isValue = ts.isEnumMember(node);
    return [this.#item(node, { kind: isValue ? 'constant' : 'type', ...named(this.#name, text) })];
  }

  #variable(node: ts.VariableDeclaration): SurfaceItem {
    const init = node.initializer;
    if (init !== undefined && (ts.isArrowFunction(init) || ts.isFunctionExpression(init))) {
      return this.#callable(this.#name, [init]);
    }
    const value = node.type?.getText() ?? init?.getText() ?? '';
    const text = `const ${this.#name}${node.type === undefined ? ' = ' : ': '}${value}`;
    return this.#item(node, { kind: 'constant', ...named(this.#name, oneLine(text)) });
  }

  #members(node: ts.InterfaceDeclaration | ts.ClassDeclaration, isFlat: boolean): readonly SurfaceItem[] {
    const methods = new Map<string, ts.SignatureDeclaration[]>();
    const items: SurfaceItem[] = [];
    for (const member of node.members) {
      if (member.name === undefined || isHidden(member)) continue;
      const own = member.name.getText();
      if (ts.isMethodSignature(member) || ts.isMethodDeclaration(member)) {
        methods.set(own, [...(methods.get(own) ?? []), member]);
      } else if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member) || ts.isAccessor(member)) {
        const signature = oneLine(member.getText().split('{')[0] ?? '');
        items.push(this.#item(member, { kind: 'member', ...named(`${this.#name}.${own}`, signature) }));
      }
    }
    for (const [own, overloads] of methods)
      items.push(this.#callable(isFlat ? own : `${this.#name}.${own}`, overloads));
    return items;
  }

  /** Of overloads the last is described, all are in the signature. */
  #callable(name: string, overloads: readonly ts.SignatureDeclaration[]): SurfaceItem {
    const last = overloads.at(-1)!;
    const params = last.parameters.map((param) => ({
      name: param.name.getText(),
      type: oneLine(param.type?.getText() ?? 'unknown') + (isOptional(param) ? ' | undefined' : ''),
    }));
    const result = oneLine(last.type?.getText() ?? 'unknown');
    const signature = overloads
      .map(
        (one) =>
          `${name.slice(name.lastIndexOf('.') + 1)}(${one.parameters.map((p) => oneLine(p.getText())).join(', ')}): ${oneLine(one.type?.getText() ?? 'unknown')}`,
      )
      .join('\n');
    const isVariadic = last.parameters.some(({ dotDotDotToken }) => dotDotDotToken !== undefined);
    return this.#item(last, { name, kind: 'function', signature, params, result, isVariadic, value: '' });
  }

  #item(node: ts.Node, parts: Parts): SurfaceItem {
    const source = node.getSourceFile();
    return {
      params: [],
      isVariadic: false,
      result: '',
      value: parts.signature,
      file: relative(this.#cwd, source.fileName).replaceAll('\\', '/'),
      line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
      stub: null,
      ...parts,
    };
  }
}

function named(name: string, signature: string): { readonly name: string; readonly signature: string } {
  return { name, signature };
}

function isOptional(param: ts.ParameterDeclaration): boolean {
  return param.questionToken !== undefined || param.initializer !== undefined;
}

function isHidden(member: ts.Node): boolean {
  const flags = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  const isPrivate = flags.some(
    ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword,
  );
  const name = (member as { name?: ts.Node }).name;
  return isPrivate || (name !== undefined && ts.isPrivateIdentifier(name));
}

/** One line without comments and without `export`. */
function oneLine(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
    .replace(/^export (?:declare |default )?/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
