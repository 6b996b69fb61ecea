/** Compiles real sources of the repository with some of them changed in memory. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** A change of one file: its text, or what replaces it. */
export type Change = string | ((text: string) => string);

const options: ts.CompilerOptions = {
  ...ts.convertCompilerOptionsFromJson(
    (
      ts.parseConfigFileTextToJson('', readFileSync(join(root, 'tsconfig.base.json'), 'utf8'))
        .config as ts.server.protocol.CompilerOptions & { compilerOptions: object }
    ).compilerOptions,
    root,
  ).options,
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  sourceMap: false,
};

const parsed = new Map<string, ts.SourceFile | undefined>();
let earlier: ts.Program | undefined;

/**
 * Diagnostics of `files` (paths from the root) when `changes` are in place; each is `file: text`, all lines of the chain.
 * A change that leaves its file as it was throws: the test would prove nothing.
 */
export function diagnosticsWith(
  files: readonly string[],
  changes: Readonly<Record<string, Change>> = {},
): readonly string[] {
  const program = programWith(files, changes);
  return files.flatMap((file) => {
    const source = program.getSourceFile(join(root, file));
    if (source === undefined) throw new Error(`${file} is no part of the program`);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

function programWith(files: readonly string[], changes: Readonly<Record<string, Change>>): ts.Program {
  const texts = new Map(Object.entries(changes).map(([file, change]) => [join(root, file), changed(file, change)]));
  const host = ts.createCompilerHost(options, true);
  const read = host.getSourceFile.bind(host);
  host.fileExists = (path) => texts.has(path) || ts.sys.fileExists(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, language, true);
    if (!parsed.has(path)) parsed.set(path, read(path, language, ...rest));
    return parsed.get(path);
  };
  const rootNames = [...new Set([...files.map((file) => join(root, file)), ...texts.keys()])];
  earlier = ts.createProgram({ rootNames, options, host, ...(earlier === undefined ? {} : { oldProgram: earlier }) });
  return earlier;
}

function changed(file: string, change: Change): string {
  if (typeof change === 'string') return change;
  const text = readFileSync(join(root, file), 'utf8');
  const after = change(text);
  if (after === text) throw new Error(`the change of ${file} changed nothing`);
  return after;
}
