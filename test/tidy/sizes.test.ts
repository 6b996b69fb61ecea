/** Files and functions that can be read at one go. */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isTest, repositoryFiles, writtenSources, type RepositoryFile } from './repository.test-kit.js';

const [fileLimit, testLimit, functionLimit] = [300, 400, 60];

function longFiles(files: readonly RepositoryFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length;
    return lines > (isTest(path) ? testLimit : fileLimit) ? [`${path}: ${lines} lines`] : [];
  });
}

/** Lines of a function without those of named functions inside it: they are read on their own. */
function longFunctions(files: readonly RepositoryFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const long: string[] = [];
    const linesOf = (node: ts.Node): number => {
      const line = (at: number): number => source.getLineAndCharacterOfPosition(at).line;
      return line(node.getEnd()) - line(node.getStart(source)) + 1;
    };
    /** Visits a node; the answer is the number of lines that functions inside take for themselves. */
    const visit = (node: ts.Node): number => {
      let inside = 0;
      ts.forEachChild(node, (child) => {
        inside += visit(child);
      });
      if (!isNamedFunction(node)) return inside;
      const own = linesOf(node) - inside;
      if (own > functionLimit)
        long.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}: ${own} lines`);
      return linesOf(node);
    };
    visit(source);
    return long;
  });
}

function isNamedFunction(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node)) return true;
  if (ts.isAccessor(node)) return true;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  return ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) || isTestCase(node.parent);
}

/** The body of one test; a `describe` around them is a chapter, no function that has to be understood as a whole. */
function isTestCase(node: ts.Node): boolean {
  return ts.isCallExpression(node) && /^(it|test)\b/.test(node.expression.getText());
}

describe('sizes', () => {
  const sources = writtenSources(repositoryFiles());

  it(`no file has more than ${fileLimit} lines, no test more than ${testLimit}`, () => {
    expect(longFiles(sources)).toEqual([]);
  });

  it(`no function has more than ${functionLimit} lines of its own`, () => {
    expect(longFunctions(sources)).toEqual([]);
  });

  it('what is too long is caught', () => {
    const line = '  a();\n';
    const tooLong = `function long() {\n${line.repeat(59)}}\n`;
    const enough = `function outer() {\n  function inner() {\n${line.repeat(50)}  }\n${line.repeat(50)}}\n`;
    expect(longFunctions([{ path: 'a.ts', text: tooLong }])).toEqual(['a.ts:1: 61 lines']);
    expect(longFunctions([{ path: 'a.ts', text: enough }])).toEqual([]);
    expect(
      longFiles([
        { path: 'a.ts', text: line.repeat(301) },
        { path: 'b.ts', text: line.repeat(300) },
      ]),
    ).toEqual(['a.ts: 301 lines']);
  });
});
