/** Small questions about compiler nodes. */
import { ts } from 'ts-morph';

export type FunctionNode = ts.FunctionLikeDeclaration;

export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return ts.isFunctionLike(node) && (node as { body?: ts.Node }).body !== undefined;
}

/** The expression inside of parentheses and `!`. */
export function inner(node: ts.Expression): ts.Expression {
  let at = node;
  while (ts.isParenthesizedExpression(at) || ts.isNonNullExpression(at)) at = at.expression;
  return at;
}

/** The expression inside of parentheses, `!`, casts and `satisfies`. */
export function underCasts(node: ts.Expression): ts.Expression {
  let at = node;
  while (
    ts.isParenthesizedExpression(at) ||
    ts.isNonNullExpression(at) ||
    ts.isAsExpression(at) ||
    ts.isTypeAssertionExpression(at) ||
    ts.isSatisfiesExpression(at)
  ) {
    at = at.expression;
  }
  return at;
}

/** The outermost node that is this expression in parentheses, `!` and nothing else. */
export function outer(node: ts.Node): ts.Node {
  let at = node;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent)) at = at.parent;
  return at;
}

export function isCast(node: ts.Node): node is ts.AsExpression | ts.TypeAssertion {
  return ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
}

/** Start without the comments in front. */
export function startOf(node: ts.Node): number {
  return node.getStart(node.getSourceFile());
}

/** Literal number with its sign, as text. */
export function numberText(node: ts.Expression): string | null {
  if (ts.isNumericLiteral(node)) return node.text;
  if (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) {
    if (node.operator === ts.SyntaxKind.MinusToken) return `-${node.operand.text}`;
    if (node.operator === ts.SyntaxKind.PlusToken) return node.operand.text;
  }
  return null;
}

const equalities = new Map<ts.SyntaxKind, boolean>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, true],
  [ts.SyntaxKind.EqualsEqualsToken, true],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, false],
  [ts.SyntaxKind.ExclamationEqualsToken, false],
]);

/** True for `===`, false for `!==`, undefined for any other operator. */
export function equality(node: ts.BinaryExpression): boolean | undefined {
  return equalities.get(node.operatorToken.kind);
}

/** `x < 0` and `x >= 0` ask whether a number is an error. */
export function isZeroTest(node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  const isRelation = kind === ts.SyntaxKind.LessThanToken || kind === ts.SyntaxKind.GreaterThanEqualsToken;
  return isRelation && numberText(node.right) === '0';
}

/** True when an assignment writes to this expression. */
export function isWritten(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return parent.left === node && kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  }
  return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)
    ? parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
    : false;
}

/** Name of a function for people: its own, or that of the variable or property that holds it. */
export function functionName(node: FunctionNode): string {
  const named = node.name ?? (node.parent as { name?: ts.Node }).name;
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  return named !== undefined && (ts.isIdentifier(named) || ts.isStringLiteral(named) || ts.isPrivateIdentifier(named))
    ? named.text
    : '(anonymous)';
}

/** The class that a node stands in. */
export function containingClass(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  return ts.findAncestor(node.parent, ts.isClassLike);
}
