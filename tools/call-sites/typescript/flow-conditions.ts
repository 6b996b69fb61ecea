/** What a condition tells about the values in it, on the edge where it holds and on the other. */
import { ts } from 'ts-morph';
import type { FlowAssumption } from '../model.js';
import { valueText } from './expression-facts.js';
import { equality, numberText } from './syntax.js';
import { comparisonTest, guardTest, type UseContext } from './value-uses.js';

type Subject = FlowAssumption['of'];

/** The expression that a test is about: under parentheses, casts, `await` and an assignment's left side. */
export function subjectNode(node: ts.Expression): ts.Expression {
  let at = node;
  for (;;) {
    if (ts.isParenthesizedExpression(at) || ts.isNonNullExpression(at) || ts.isAwaitExpression(at)) at = at.expression;
    else if (ts.isAsExpression(at) || ts.isTypeAssertionExpression(at) || ts.isSatisfiesExpression(at))
      at = at.expression;
    else if (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.EqualsToken) at = at.left;
    else return at;
  }
}

function subjectOf(node: ts.Expression, context: UseContext): Subject | null {
  const at = subjectNode(node);
  const site = context.siteOf(at);
  if (site !== undefined) return { site };
  const place = context.index.place(at);
  return place === null ? null : { place };
}

function ofComparison(node: ts.BinaryExpression, holds: boolean, context: UseContext): FlowAssumption[] {
  const out: FlowAssumption[] = [];
  for (const [own, other] of [
    [node.left, node.right],
    [node.right, node.left],
  ] as const) {
    const same = equality(node) === holds;
    const value = valueText(other, context.index, context.names);
    if ((value === 'true' || value === 'false') && equality(node) !== undefined) {
      out.push(...assumptions(own, same === (value === 'true'), context));
      continue;
    }
    const of = subjectOf(own, context);
    if (of === null) continue;
    const test = comparisonTest(other, context);
    if (test === 'nonzero') out.push({ of, test, holds: !same });
    else out.push({ of, test, holds: same, ...(value === null ? {} : { value }) });
    const subject = subjectNode(own);
    if (test === 'equals' && ts.isPropertyAccessExpression(subject) && /^(kind|type)$/.test(subject.name.text)) {
      const place = context.index.place(subject.expression);
      if (place !== null) out.push({ of: { place }, test: 'kind', holds: same });
    }
  }
  return out;
}

function ofRelation(node: ts.BinaryExpression, holds: boolean, context: UseContext): FlowAssumption[] {
  const { kind } = node.operatorToken;
  const of = subjectOf(node.left, context);
  if (of === null) return [];
  const right = numberText(node.right);
  if (kind === ts.SyntaxKind.LessThanToken && right === '0') return [{ of, test: 'negative', holds }];
  if (kind === ts.SyntaxKind.GreaterThanEqualsToken && right === '0') return [{ of, test: 'negative', holds: !holds }];
  return [];
}

/** A call of the API that answers yes or no about its one argument says whether that is valid. */
export function isYesNo(node: ts.CallExpression, context: UseContext): boolean {
  if (node.arguments.length !== 1 || context.siteOf(node) === undefined) return false;
  return (context.index.checker.getTypeAtLocation(node).flags & ts.TypeFlags.BooleanLike) !== 0;
}

function ofCall(node: ts.CallExpression, holds: boolean, context: UseContext): FlowAssumption[] {
  const argument = node.arguments[0];
  const guard = guardTest(node, context);
  const of = argument === undefined ? null : subjectOf(argument, context);
  if (guard !== undefined && of !== null) return [{ of, test: guard, holds }];
  const site = context.siteOf(node);
  if (site === undefined) return [];
  const out: FlowAssumption[] = [{ of: { site }, test: 'truthy', holds }];
  if (of !== null && isYesNo(node, context)) {
    out.push({ of, test: 'sentinel', holds: !holds });
  }
  return out;
}

/** A constant that holds the outcome of a test. */
function initializerOf(node: ts.Identifier, context: UseContext): ts.Expression | undefined {
  const declaration = context.index.symbolOf(node)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  return ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const ? declaration.initializer : undefined;
}

/** What holds where the condition came out as `holds`. Conditions joined by `&&` and `||` are split by the caller. */
export function assumptions(node: ts.Expression, holds: boolean, context: UseContext): FlowAssumption[] {
  const at = ts.isParenthesizedExpression(node) ? node.expression : node;
  if (at !== node) return assumptions(at, holds, context);
  if (ts.isPrefixUnaryExpression(at) && at.operator === ts.SyntaxKind.ExclamationToken) {
    return assumptions(at.operand, !holds, context);
  }
  if (ts.isBinaryExpression(at)) {
    if (equality(at) !== undefined) return ofComparison(at, holds, context);
    const { kind } = at.operatorToken;
    if (kind === ts.SyntaxKind.InstanceOfKeyword) {
      const of = subjectOf(at.left, context);
      const isError = ts.isIdentifier(at.right) && at.right.text === context.errorType;
      return of === null ? [] : [{ of, test: isError ? 'error-pointer' : 'kind', holds }];
    }
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken && holds) {
      return [...assumptions(at.left, true, context), ...assumptions(at.right, true, context)];
    }
    if (kind === ts.SyntaxKind.BarBarToken && !holds) {
      return [...assumptions(at.left, false, context), ...assumptions(at.right, false, context)];
    }
    if (kind === ts.SyntaxKind.EqualsToken) {
      const of = subjectOf(at, context);
      return of === null ? [] : [{ of, test: 'truthy', holds }];
    }
    return ofRelation(at, holds, context);
  }
  if (ts.isCallExpression(at)) return ofCall(at, holds, context);
  if (ts.isPropertyAccessExpression(at) && at.name.text === 'ok') {
    const of = subjectOf(at.expression, context);
    return of === null ? [] : [{ of, test: 'ok', holds }];
  }
  const of = subjectOf(at, context);
  if (of === null) return [];
  const named = ts.isIdentifier(at) ? initializerOf(at, context) : undefined;
  const behind = named === undefined || ts.isIdentifier(named) ? [] : assumptions(named, holds, context);
  return [{ of, test: 'truthy', holds }, ...behind];
}
