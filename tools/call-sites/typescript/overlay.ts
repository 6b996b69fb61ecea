/** A program with other texts in it, and other files; what does not change is taken over as it is. */
import { ts } from 'ts-morph';

export function overlay(
  base: ts.Program,
  texts: ReadonlyMap<string, string>,
  roots: readonly string[] = [],
): ts.Program {
  const options = base.getCompilerOptions();
  const host = ts.createCompilerHost(options, true);
  // As the compiler itself does: comments are parsed where they can matter to types.
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, version, onError) => {
    const text = texts.get(path);
    const known = base.getSourceFile(path);
    if (text !== undefined && known?.text !== text) return ts.createSourceFile(path, text, version, true);
    return known ?? read(path, version, onError);
  };
  const exists = host.fileExists.bind(host);
  host.fileExists = (path) => texts.has(path) || base.getSourceFile(path) !== undefined || exists(path);
  // The compiler inside ts-morph brings its library files along under a path of its own.
  const library = base.getSourceFiles().find((file) => base.isSourceFileDefaultLibrary(file))?.fileName;
  if (library !== undefined) {
    const folder = library.slice(0, library.lastIndexOf('/'));
    host.getDefaultLibLocation = () => folder;
    host.getDefaultLibFileName = (own) => `${folder}/${ts.getDefaultLibFileName(own)}`;
  }
  const rootNames = [...new Set([...base.getRootFileNames(), ...roots])];
  return ts.createProgram({ rootNames, options, host, oldProgram: base });
}
