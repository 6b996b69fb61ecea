/** Writes the TypeScript surfaces of the built-in pair from the front doors of the two witnesses. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Node, Project, type InterfaceDeclaration, type SourceFile, type Symbol as TsSymbol } from 'ts-morph';

interface SurfaceJob {
  readonly door: string;
  readonly interfaceName: string;
  readonly variable: string;
  readonly side: 'old' | 'new';
  /** Name of the list of exports that are no part of the API, in the module that types the map. */
  readonly machinery: 'v1Machinery' | 'v2Machinery';
  readonly title: string;
  readonly out: string;
}

interface Written {
  readonly name: string;
  readonly kind: string;
  readonly params: readonly { readonly name: string; readonly type: string }[];
  readonly result: string;
  readonly signature: string;
}

/** The jobs; `jobs.json` beside the surfaces names them, so that this tool need not. */
function jobs(root: string): readonly SurfaceJob[] {
  const text = readFileSync(resolve(root, 'src/compat/evolution/surfaces/jobs.json'), 'utf8');
  return JSON.parse(text) as SurfaceJob[];
}

/** File name to content, for writing and for the test of freshness. */
export async function surfaceFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const lists = await import('../../src/compat/evolution/surface.js');
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: { module: 199, moduleResolution: 99 },
  });
  const files = new Map<string, string>();
  for (const job of jobs(root)) {
    const door = project.addSourceFileAtPath(resolve(root, job.door));
    project.resolveSourceFileDependencies();
    files.set(job.out, render(job, symbolsOf(door, job, lists[job.machinery])));
  }
  return files;
}

function symbolsOf(door: SourceFile, job: SurfaceJob, machinery: readonly string[]): Written[] {
  const written: Written[] = [];
  for (const symbol of door.getExportSymbols()) {
    if (!machinery.includes(symbol.getName())) written.push(...describe(symbol.getAliasedSymbol() ?? symbol, job));
  }
  return written.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function describe(symbol: TsSymbol, job: SurfaceJob): Written[] {
  const name = symbol.getName();
  const declaration = symbol.getDeclarations()[0];
  if (declaration === undefined) return [];
  if (Node.isInterfaceDeclaration(declaration)) return ofInterface(declaration, job);
  if (Node.isFunctionDeclaration(declaration)) {
    const params = declaration
      .getParameters()
      .map((p) => ({ name: p.getName(), type: p.getTypeNode()?.getText() ?? 'unknown' }));
    const result = declaration.getReturnTypeNode()?.getText() ?? 'void';
    const signature = `${name}(${declaration
      .getParameters()
      .map((p) => p.getText())
      .join(', ')}): ${result}`;
    return [{ name, kind: 'function', params, result, signature }];
  }
  if (Node.isVariableDeclaration(declaration)) {
    const type = declaration.getTypeNode()?.getText();
    const value = declaration.getInitializer()?.getText() ?? '';
    const text = type === undefined ? `const ${name} = ${value}` : `const ${name}: ${type}`;
    return [{ name, kind: 'constant', params: [], result: '', signature: oneLine(text) }];
  }
  return [{ name, kind: 'type', params: [], result: '', signature: oneLine(withoutDocs(declaration)) }];
}

function ofInterface(declaration: InterfaceDeclaration, job: SurfaceJob): Written[] {
  const owner = declaration.getName();
  const self: Written = { name: owner, kind: 'type', params: [], result: '', signature: `interface ${owner}` };
  if (owner !== job.interfaceName) {
    const members = declaration.getProperties().map((property) => ({
      name: `${owner}.${property.getName()}`,
      kind: 'member',
      params: [],
      result: '',
      signature: oneLine(withoutDocs(property)),
    }));
    return [self, ...members];
  }
  const calls = new Map<string, Written>();
  for (const method of declaration.getMethods()) {
    const params = method
      .getParameters()
      .map((p) => ({ name: p.getName(), type: p.getTypeNode()?.getText() ?? 'unknown' }));
    const earlier = calls.get(method.getName());
    const signature = oneLine(withoutDocs(method)).replace(/;$/, '');
    calls.set(method.getName(), {
      name: method.getName(),
      kind: 'function',
      params,
      result: method.getReturnTypeNode()?.getText() ?? 'void',
      signature: earlier === undefined ? signature : `${earlier.signature}\n${signature}`,
    });
  }
  return [self, ...calls.values()];
}

function withoutDocs(node: Node): string {
  return node.getText(false).replace(/\/\*[\s\S]*?\*\//g, '');
}

function oneLine(text: string): string {
  return text
    .replace(/^export (declare )?/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function render(job: SurfaceJob, symbols: readonly Written[]): string {
  const rows = symbols.map((symbol) => `  ${JSON.stringify(symbol)},`).join('\n');
  return `// Written by npm run docs from ${job.door}.
import type { Surface, SurfaceSymbol } from '../../pair-model.js';
import { cName } from '../names.js';
import { rolesInTs } from './roles.js';

const symbols: readonly Omit<SurfaceSymbol, 'roles'>[] = [
${rows}
];

export const ${job.variable}: Surface = {
  language: 'ts',
  title: ${JSON.stringify(job.title)},
  modules: ${JSON.stringify(modulesOf(job))},
  interfaces: [${JSON.stringify(job.interfaceName)}],
  symbols: symbols.map((symbol) => ({ ...symbol, roles: rolesInTs('${job.side}', cName(symbol.name)) })),
};
`;
}

/** Ways to import the front door: the package's entry, and the end of a relative path. */
function modulesOf(job: SurfaceJob): readonly string[] {
  const folder = job.door.split('/').at(-2) ?? '';
  return [`pintle/${folder.slice(0, 2)}`, `${folder}/index.js`];
}
