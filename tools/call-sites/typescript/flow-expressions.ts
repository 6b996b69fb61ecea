/** Events of an expression, in the order in which they happen, and the edges of conditions. */
import { ts } from 'ts-morph';
import type { FlowAssumption, FlowEvent } from '../model.js';
import { assumptions, isYesNo, subjectNode } from './flow-conditions.js';
import { equality, isFunctionNode, isZeroTest, startOf } from './syntax.js';
import { guardTest, type UseContext } from './value-uses.js';

type Escape = 'returned' | 'stored' | 'captured' | 'argument';

interface Draft {
  readonly events: FlowEvent[];
  readonly next: { to: number; assume: readonly FlowAssumption[] }[];
  exit?: { by: 'return' | 'throw' | 'end'; at: { start: number; end: number } };
}

/** Blocks under construction; `current` is where events go. */
export class FlowGraph {
  readonly blocks: Draft[] = [];
  readonly context: UseContext;
  current: number;

  constructor(context: UseContext) {
    this.context = context;
    this.current = this.block();
  }

  block(): number {
    this.blocks.push({ events: [], next: [] });
    return this.blocks.length - 1;
  }

  emit(event: FlowEvent): void {
    this.blocks[this.current]!.events.push(event);
  }

  edge(to: number, assume: readonly FlowAssumption[] = []): void {
    this.blocks[this.current]!.next.push({ to, assume });
  }

  /** Runs to `to` and goes on there. */
  join(to: number): void {
    this.edge(to);
    this.current = to;
  }

  #use(node: ts.Node, how: Escape | null): void {
    const place = this.context.index.place(node);
    if (place === null) return;
    const at = { start: startOf(node), end: node.end };
    this.emit({ kind: 'use', place, at, escapes: how !== null, ...(how === null ? {} : { how }) });
  }

  #look(node: ts.Expression): void {
    const at = subjectNode(node);
    const place = this.context.index.place(at);
    if (place !== null) this.emit({ kind: 'look', place, at: { start: startOf(at), end: at.end } });
  }

  /** Evaluates what a test looks at, without counting the look as a use. */
  #subject(node: ts.Expression): void {
    const at = subjectNode(node);
    if (ts.isIdentifier(at) || at.kind === ts.SyntaxKind.ThisKeyword || this.context.index.place(at) !== null) {
      if (at !== node) this.#assignmentsIn(node);
    } else this.expression(node);
  }

  #assignmentsIn(node: ts.Expression): void {
    let at = node;
    while (ts.isParenthesizedExpression(at) || ts.isNonNullExpression(at) || ts.isAsExpression(at)) at = at.expression;
    if (ts.isBinaryExpression(at)) this.expression(at);
  }

  /** Evaluates a condition; the edges go to `yes` and `no`. */
  condition(node: ts.Expression, yes: number, no: number): void {
    const at = ts.isParenthesizedExpression(node) ? node.expression : node;
    if (at !== node) return this.condition(at, yes, no);
    if (ts.isPrefixUnaryExpression(at) && at.operator === ts.SyntaxKind.ExclamationToken) {
      return this.condition(at.operand, no, yes);
    }
    if (ts.isBinaryExpression(at)) {
      const { kind } = at.operatorToken;
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) {
        const middle = this.block();
        if (kind === ts.SyntaxKind.AmpersandAmpersandToken) this.condition(at.left, middle, no);
        else this.condition(at.left, yes, middle);
        this.current = middle;
        return this.condition(at.right, yes, no);
      }
    }
    if (at.kind === ts.SyntaxKind.TrueKeyword) return this.edge(yes);
    if (at.kind === ts.SyntaxKind.FalseKeyword) return this.edge(no);
    this.#leaf(at);
    this.edge(yes, assumptions(at, true, this.context));
    this.edge(no, assumptions(at, false, this.context));
  }

  #leaf(node: ts.Expression): void {
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'ok') this.#subject(node.expression);
    else if (this.context.index.place(node) !== null) this.#subject(node);
    else this.expression(node);
  }

  /** Evaluates an expression for its value. */
  expression(node: ts.Node): void {
    if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword) this.#use(node, this.#escapes(node));
    else if (isFunctionNode(node)) this.#captures(node);
    else if (ts.isBinaryExpression(node)) this.#binary(node);
    else if (ts.isConditionalExpression(node)) this.#choice(node.condition, [node.whenTrue, node.whenFalse]);
    else if (ts.isCallExpression(node)) this.#call(node, null);
    else if (ts.isPropertyAccessExpression(node)) this.#property(node);
    else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      this.#leaf(node.operand);
    else if (ts.isTypeNode(node)) return;
    else if (ts.isShorthandPropertyAssignment(node)) this.#use(node.name, 'stored');
    else if (ts.isPropertyAssignment(node)) this.expression(node.initializer);
    else ts.forEachChild(node, (child) => this.expression(child));
  }

  #property(node: ts.PropertyAccessExpression): void {
    const base = node.expression;
    if (node.name.text === 'ok') return this.#subject(base);
    if (this.context.index.place(node) !== null) this.#use(node, this.#escapes(node));
    this.expression(base);
  }

  #choice(
    condition: ts.Expression,
    branches: readonly ts.Expression[],
    run: (branch: ts.Expression) => void = (branch) => this.expression(branch),
  ): void {
    const starts = branches.map(() => this.block());
    this.condition(condition, starts[0]!, starts[1]!);
    const end = this.block();
    branches.forEach((branch, at) => {
      this.current = starts[at]!;
      run(branch);
      this.edge(end);
    });
    this.current = end;
  }

  #binary(node: ts.BinaryExpression): void {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.EqualsToken) this.assign(node.left, node.right);
    else if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) {
      const right = this.block();
      const end = this.block();
      const isAnd = kind === ts.SyntaxKind.AmpersandAmpersandToken;
      this.condition(node.left, isAnd ? right : end, isAnd ? end : right);
      this.current = right;
      this.expression(node.right);
      this.join(end);
    } else if (equality(node) !== undefined || kind === ts.SyntaxKind.InstanceOfKeyword) {
      if (kind === ts.SyntaxKind.InstanceOfKeyword) this.#look(node.left);
      this.#subject(node.left);
      if (equality(node) !== undefined) this.#subject(node.right);
    } else if (isZeroTest(node)) this.#subject(node.left);
    else {
      this.expression(node.left);
      this.expression(node.right);
      if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) this.#clobber(node.left);
    }
  }

  #clobber(node: ts.Node): void {
    const place = this.context.index.place(node);
    if (place !== null) this.emit({ kind: 'clobber', place });
  }

  /** `to = from`, and declarations with a value. */
  assign(to: ts.Node, from: ts.Expression): void {
    const value = subjectNode(from);
    const place = this.context.index.place(to);
    if (ts.isPropertyAccessExpression(to)) this.expression(to.expression);
    if (ts.isCallExpression(value)) {
      this.#call(value, place);
      if (place !== null && this.context.siteOf(value) === undefined) this.emit({ kind: 'clobber', place });
      return;
    }
    if (ts.isConditionalExpression(value)) {
      this.#choice(value.condition, [value.whenTrue, value.whenFalse], (branch) => this.assign(to, branch));
      return;
    }
    const source = this.context.index.place(value);
    if (source !== null && place !== null) {
      this.emit({ kind: 'copy', from: source, to: place });
      if (!ts.isIdentifier(to)) this.#use(value, 'stored');
      return;
    }
    this.expression(from);
    if (place !== null) this.emit({ kind: 'clobber', place });
  }

  #call(node: ts.CallExpression, into: string | null): void {
    const site = this.context.siteOf(node);
    const isGuard = guardTest(node, this.context) !== undefined || isYesNo(node, this.context);
    if (ts.isPropertyAccessExpression(node.expression)) this.expression(node.expression.expression);
    else if (!ts.isIdentifier(node.expression)) this.expression(node.expression);
    for (const argument of node.arguments) {
      if (isGuard) this.#subject(argument);
      else this.expression(argument);
    }
    if (site !== undefined) this.emit({ kind: 'call', site, into });
  }

  /** The value leaves the function, or gets where nobody follows it. */
  #escapes(node: ts.Node): Escape | null {
    let at = node;
    while (
      ts.isParenthesizedExpression(at.parent) ||
      ts.isNonNullExpression(at.parent) ||
      ts.isAsExpression(at.parent) ||
      ts.isAwaitExpression(at.parent) ||
      (ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at && at.parent.name.text === 'value') ||
      (ts.isConditionalExpression(at.parent) && at.parent.condition !== at)
    ) {
      at = at.parent;
    }
    const { parent } = at;
    if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent) || ts.isYieldExpression(parent)) return 'returned';
    if (ts.isPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent))
      return 'stored';
    if (ts.isBinaryExpression(parent) && parent.right === at) return ts.isIdentifier(parent.left) ? null : 'stored';
    const isArgument = (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== at;
    return isArgument && this.context.siteOf(parent) === undefined ? 'argument' : null;
  }

  /** A function literal keeps every variable that it names. */
  #captures(node: ts.Node): void {
    const visit = (child: ts.Node): void => {
      if (ts.isIdentifier(child) && !ts.isPropertyAccessExpression(child.parent)) this.#use(child, 'captured');
      else if (
        ts.isIdentifier(child) &&
        ts.isPropertyAccessExpression(child.parent) &&
        child.parent.expression === child
      ) {
        this.#use(child, 'captured');
      }
      ts.forEachChild(child, visit);
    };
    ts.forEachChild(node, visit);
  }
}
