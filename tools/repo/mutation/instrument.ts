/**
 * Puts switches into a source file: each number becomes a call that can answer one more or one less, each run of writes a
 * loop whose order can change. The variable `__mutant` around it holds the number of the mutant that is on.
 */
import { ts } from 'ts-morph';
import type { Instrumented, Mutant, MutantKind } from './mutant.js';

/** Functions that the instrumented text calls; they read `__mutant`, which is in scope. */
export const runtime = `
var __orders = [];
function __n(at, value) {
  if (__mutant === at) return typeof value === 'bigint' ? value + 1n : value + 1;
  if (__mutant === at + 1) return typeof value === 'bigint' ? value - 1n : value - 1;
  return value;
}
function __order(at, count) {
  const step = __mutant - at;
  const plain = (__orders[count] ??= Array.from({ length: count }, (_, index) => index));
  if (step < 0 || step >= 2 * count - 1) return plain;
  if (step < count) return plain.filter((index) => index !== step);
  const order = [...plain];
  const first = step - count;
  [order[first], order[first + 1]] = [order[first + 1], order[first]];
  return order;
}
function __list(at, parts) {
  return __order(at, parts.length).flatMap((index) => parts[index]);
}
`;

/** Calls that write: to registers, memory, a queue, the record. */
const writes =
  /(?:write|store|put|submit|flush|barrier|push|emit|stage|record|set[A-Z]?|invalidate|clear|enqueue|issue|raise|wait|sync|drain|free|allocate|region|queue)/i;

interface Edit {
  readonly start: number;
  readonly end: number;
  /** Text in place of the range; called with the text of the children already replaced. */
  readonly render: (inner: (start: number, end: number) => string) => string;
}

/** Instruments one file; `first` is the number of its first mutant. */
export function instrument(file: string, text: string, first: number): Instrumented {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const collector = new Collector(file, source, first);
  collector.visit(source);
  return { file, text: applyEdits(text, collector.edits), mutants: collector.mutants, next: collector.next };
}

class Collector {
  readonly edits: Edit[] = [];
  readonly mutants: Mutant[] = [];
  readonly #file: string;
  readonly #source: ts.SourceFile;
  #next: number;
  readonly #alike = new Map<string, number>();

  constructor(file: string, source: ts.SourceFile, first: number) {
    this.#file = file;
    this.#source = source;
    this.#next = first;
  }

  /** The first number that is free afterwards. */
  get next(): number {
    return this.#next;
  }

  visit(node: ts.Node): void {
    if (
      ts.isTypeNode(node) ||
      ts.isImportDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node)
    ) {
      return;
    }
    if (ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node)) this.#statements(node.statements);
    if (ts.isArrayLiteralExpression(node)) this.#steps(node);
    if (ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)) this.#number(node);
    ts.forEachChild(node, (child) => {
      this.visit(child);
    });
  }

  #number(node: ts.NumericLiteral | ts.BigIntLiteral): void {
    const { parent } = node;
    const isName = (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node;
    if (isName) return;
    const at = this.#add('plus-one', node, node.getText());
    this.#add('minus-one', node, node.getText());
    const { start, end } = rangeOf(node, this.#source);
    this.edits.push({ start, end, render: () => `__n(${String(at)}, ${node.getText()})` });
  }

  /** Each run of neighbouring write statements becomes one loop. */
  #statements(statements: ts.NodeArray<ts.Statement>): void {
    let run: ts.Statement[] = [];
    for (const statement of [...statements, undefined]) {
      if (statement !== undefined && isWrite(statement)) {
        run.push(statement);
        continue;
      }
      if (run.length > 0) this.#run(run);
      run = [];
    }
  }

  #run(run: readonly ts.Statement[]): void {
    const at = this.#addAll(run);
    const ranges = run.map((statement) => rangeOf(statement, this.#source));
    const start = ranges[0]?.start ?? 0;
    const end = ranges.at(-1)?.end ?? 0;
    this.edits.push({
      start,
      end,
      render: (inner) => {
        const cases = ranges.map((range, index) => `case ${String(index)}: ${inner(range.start, range.end)} break;`);
        return `for (const __at of __order(${String(at)}, ${String(run.length)})) switch (__at) { ${cases.join('\n')} }`;
      },
    });
  }

  /** Lists of steps as data: every element an object, or a list that is spread. */
  #steps(node: ts.ArrayLiteralExpression): void {
    const { elements } = node;
    const areSteps = elements.every((element) => ts.isObjectLiteralExpression(element) || ts.isSpreadElement(element));
    if (elements.length < 2 || !areSteps || !elements.some(ts.isObjectLiteralExpression)) return;
    const at = this.#addAll(elements);
    const { start, end } = rangeOf(node, this.#source);
    this.edits.push({
      start,
      end,
      render: (inner) => {
        const parts = elements.map((element) => {
          const range = rangeOf(element, this.#source);
          return `[${inner(range.start, range.end)}]`;
        });
        return `__list(${String(at)}, [${parts.join(', ')}])`;
      },
    });
  }

  /** Drops first, then swaps: the numbers that `__order` expects. */
  #addAll(nodes: readonly ts.Node[]): number {
    const numbers = nodes.map((node) => this.#add('drop', node, oneLine(node.getText())));
    nodes.slice(1).forEach((node, index) => {
      const before = nodes[index];
      if (before !== undefined && areIndependent(before, node)) {
        this.#next += 1;
        return;
      }
      this.#add('swap', nodes[index] ?? node, `${oneLine(nodes[index]?.getText() ?? '')} / ${oneLine(node.getText())}`);
    });
    return numbers[0] ?? 0;
  }

  #add(kind: MutantKind, node: ts.Node, text: string): number {
    const number = this.#next;
    this.#next += 1;
    const name = `${this.#file} ${declarationOf(node)} ${kind} ${text}`;
    const before = this.#alike.get(name) ?? 0;
    this.#alike.set(name, before + 1);
    const { line } = this.#source.getLineAndCharacterOfPosition(node.getStart(this.#source));
    const id = before === 0 ? name : `${name} #${String(before + 1)}`;
    this.mutants.push({ number, id, file: this.#file, line: line + 1, kind, text });
    return number;
  }
}

function isWrite(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  if (ts.isBinaryExpression(expression)) {
    const operator = expression.operatorToken.kind;
    return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
  }
  if (!ts.isCallExpression(expression)) return false;
  const callee = expression.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  return name !== 'super' && writes.test(name);
}

/**
 * Two assignments that cannot tell which of them came first: no call in either, and neither reads what the other sets. To
 * swap them is no change.
 */
function areIndependent(first: ts.Node, second: ts.Node): boolean {
  const [one, other] = [assignmentOf(first), assignmentOf(second)];
  if (one === undefined || other === undefined) return false;
  const reads = (text: string, target: string): boolean => text.includes(target);
  const areApart = !reads(other.text, one.target) && !reads(one.text, other.target);
  return areApart && !hasCall(first) && !hasCall(second);
}

function assignmentOf(node: ts.Node): { readonly target: string; readonly text: string } | undefined {
  if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) return undefined;
  return { target: node.expression.left.getText(), text: node.expression.getText() };
}

function hasCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) || ts.isNewExpression(node) || ts.forEachChild(node, hasCall) === true;
}

/** Name of the nearest function, method, class or variable around a node. */
function declarationOf(node: ts.Node): string {
  const names: string[] = [];
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) {
    if (
      (ts.isFunctionDeclaration(at) ||
        ts.isMethodDeclaration(at) ||
        ts.isClassDeclaration(at) ||
        ts.isVariableDeclaration(at) ||
        ts.isPropertyDeclaration(at) ||
        ts.isPropertyAssignment(at)) &&
      at.name !== undefined
    ) {
      names.unshift(at.name.getText());
    } else if (ts.isConstructorDeclaration(at)) names.unshift('constructor');
  }
  return names.join('.') || '(top)';
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 120);

function rangeOf(node: ts.Node, source: ts.SourceFile): { readonly start: number; readonly end: number } {
  return { start: node.getStart(source), end: node.getEnd() };
}

/** Edits are nested or apart, never overlapping: outer ones ask for the text of their parts. */
function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  const within = (start: number, end: number, from: number): string => {
    let result = '';
    let at = start;
    for (let index = from; index < sorted.length; index += 1) {
      const edit = sorted[index];
      if (edit === undefined || edit.start >= end) break;
      if (edit.start < at || edit.end > end) continue;
      result += text.slice(at, edit.start) + edit.render((first, last) => within(first, last, index + 1));
      at = edit.end;
    }
    return result + text.slice(at, end);
  };
  return within(0, text.length, 0);
}
