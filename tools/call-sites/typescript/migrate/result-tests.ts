/** Finds the test around an expression and writes it anew over a Result. */
import { ts } from 'ts-morph';
import type { ResultIdiom } from '../../../../src/compat/pair-model.js';
import type { FailureForms } from '../../flow/failure.js';
import { valueText } from '../expression-facts.js';
import { equality, numberText, outer, startOf } from '../syntax.js';
import type { FileDraft, Step } from './file-draft.js';
import { replaceSpan } from './text-edits.js';

export interface ResultTest {
  /** The whole test. */
  readonly node: ts.Expression;
  /** The call failed where the test is true. */
  readonly failedWhenTrue: boolean;
}

function negated(test: ResultTest): ResultTest {
  const { parent } = outer(test.node);
  if (!ts.isPrefixUnaryExpression(parent) || parent.operator !== ts.SyntaxKind.ExclamationToken) return test;
  return negated({ node: parent, failedWhenTrue: !test.failedWhenTrue });
}

function ofComparison(
  child: ts.Node,
  parent: ts.BinaryExpression,
  forms: FailureForms,
  draft: FileDraft,
): ResultTest | undefined {
  const other = parent.left === child ? parent.right : parent.left;
  const same = equality(parent);
  const value = valueText(other, draft.file.index, draft.file.context.names);
  const { kind } = parent.operatorToken;
  if (same !== undefined) {
    if (forms.sentinel !== null && value === forms.sentinel) return { node: parent, failedWhenTrue: same };
    if (forms.negative && value === '0') return { node: parent, failedWhenTrue: !same };
    const isNull = value === 'null' || value === 'undefined';
    return isNull && forms.orNull && !forms.errorPointer ? { node: parent, failedWhenTrue: same } : undefined;
  }
  if (kind === ts.SyntaxKind.InstanceOfKeyword)
    return isErrorType(parent.right, draft) ? { node: parent, failedWhenTrue: true } : undefined;
  if (!forms.negative || numberText(other) !== '0' || parent.left !== child) return undefined;
  if (kind === ts.SyntaxKind.LessThanToken) return { node: parent, failedWhenTrue: true };
  return kind === ts.SyntaxKind.GreaterThanEqualsToken ? { node: parent, failedWhenTrue: false } : undefined;
}

function isErrorType(node: ts.Expression, draft: FileDraft): boolean {
  const wanted = draft.context.pair.map.idioms?.ts?.old.errorType;
  return wanted !== undefined && ts.isIdentifier(node) && apiSymbol(node, draft) === wanted;
}

/** The old symbol that an identifier means, under any local name. */
export function apiSymbol(node: ts.Node, draft: FileDraft): string | undefined {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (!ts.isIdentifier(name)) return undefined;
  const api = draft.file.context.names.ofSymbol(draft.file.index.symbolOf(name), draft.checker);
  return api?.side === 'old' ? api.symbol : undefined;
}

function ofCall(
  child: ts.Node,
  parent: ts.CallExpression,
  forms: FailureForms,
  draft: FileDraft,
): ResultTest | undefined {
  if (parent.arguments[0] !== child) return undefined;
  const symbol = apiSymbol(parent.expression, draft);
  if (symbol === undefined) return undefined;
  if (symbol === draft.context.pair.map.idioms?.ts?.old.errorTest) return { node: parent, failedWhenTrue: true };
  // A call of the API that answers yes or no about an id alone asks whether it is the sentinel.
  const answersYesNo = draft.checker.getTypeAtLocation(parent).flags & ts.TypeFlags.BooleanLike;
  return forms.sentinel !== null && answersYesNo && parent.arguments.length === 1
    ? { node: parent, failedWhenTrue: false }
    : undefined;
}

function isCondition(child: ts.Node, parent: ts.Node): boolean {
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent))
    return parent.expression === child;
  if (ts.isConditionalExpression(parent)) return parent.condition === child;
  if (ts.isForStatement(parent)) return parent.condition === child;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  return (
    ts.isBinaryExpression(parent) &&
    /^(&&|\|\|)$/.test(parent.operatorToken.getText()) &&
    (parent.left === child || isCondition(parent, outer(parent).parent))
  );
}

/** The test of failure that this expression is the subject of. */
export function testOf(subject: ts.Node, forms: FailureForms, draft: FileDraft): ResultTest | undefined {
  const child = outer(subject);
  const { parent } = child;
  let found: ResultTest | undefined;
  if (ts.isBinaryExpression(parent)) found = ofComparison(child, parent, forms, draft);
  else if (ts.isCallExpression(parent)) found = ofCall(child, parent, forms, draft);
  if (found === undefined && isCondition(child, parent)) {
    const isPointer = forms.orNull && !forms.errorPointer;
    if (forms.negative || isPointer) found = { node: child as ts.Expression, failedWhenTrue: forms.negative };
  }
  return found === undefined ? undefined : negated(found);
}

/** Writes the test over the Result; the subject keeps its text and its own edits. */
export function rewriteTest(subject: ts.Node, test: ResultTest, idiom: ResultIdiom, step: Step): void {
  const template = test.failedWhenTrue ? idiom.new.failed : idiom.new.ok;
  const [before = '', behind = ''] = template.split('$');
  const [start, end] = [startOf(test.node), test.node.end];
  const [from, to] = [startOf(subject), subject.end];
  const visit = (node: ts.Node): void => {
    if (node === subject) return;
    if (ts.isIdentifier(node)) step.consumed.push(node);
    ts.forEachChild(node, visit);
  };
  visit(test.node);
  if (from > start) step.edits.push(replaceSpan(start, from, before));
  else if (before !== '') step.edits.push({ start, end: start, text: before, side: 'open', around: to - from + 1 });
  if (to < end) step.edits.push(replaceSpan(to, end, behind));
  else step.edits.push({ start: to, end: to, text: behind, side: 'close', around: to - from + 1 });
}
