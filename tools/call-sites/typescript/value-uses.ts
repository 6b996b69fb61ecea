/** What becomes of a value: follows it through casts and local variables to every place that looks at it. */
import { ts } from 'ts-morph';
import type { Test, ValueUse } from '../model.js';
import { expressionFacts } from './expression-facts.js';
import type { FileIndex } from './file-index.js';
import type { ApiNames } from './names.js';
import { annotationNames, typeNames } from './type-names.js';
import { equality, isCast, numberText, outer, startOf } from './syntax.js';

export interface UseContext {
  readonly index: FileIndex;
  readonly names: ApiNames;
  /** Type that encodes an error in the old version. */
  readonly errorType: string | undefined;
  /** Site of a call, when it is one of the API. */
  siteOf(call: ts.Node): number | undefined;
}

type Draft = Omit<ValueUse, 'start' | 'end' | 'function'>;

const vague = new Set(['unknown', 'any', 'object', 'Object']);

/** Kind of a comparison with this operand. */
export function comparisonTest(other: ts.Expression, context: UseContext): Test {
  const { index, names } = context;
  const facts = expressionFacts(other, index, names);
  if (facts.literal === 'null' || facts.literal === 'undefined') return 'null';
  if (facts.value !== null && names.index.old.constants.has(facts.value)) return 'sentinel';
  return facts.value === '0' ? 'nonzero' : 'equals';
}

/** What a call says about its argument, when it is a type guard. */
export function guardTest(call: ts.CallExpression, context: UseContext): Test | undefined {
  const { checker } = context.index;
  const signature = checker.getResolvedSignature(call);
  const predicate = signature === undefined ? undefined : checker.getTypePredicateOfSignature(signature);
  if (predicate?.type === undefined) return undefined;
  const isError = context.errorType !== undefined && typeNames(predicate.type, checker).includes(context.errorType);
  return isError ? 'error-pointer' : 'kind';
}

class Follower {
  readonly out: ValueUse[] = [];
  readonly #seen = new Set<ts.Symbol>();
  readonly context: UseContext;

  constructor(context: UseContext) {
    this.context = context;
  }

  #add(node: ts.Node, draft: Draft): void {
    const { index } = this.context;
    this.out.push({ start: startOf(node), end: node.end, function: index.functionAt(node), ...draft });
  }

  symbol(symbol: ts.Symbol | undefined): void {
    if (symbol === undefined || this.#seen.has(symbol)) return;
    this.#seen.add(symbol);
    for (const reference of this.context.index.references(symbol)) {
      const parent = reference.parent;
      const written =
        ts.isBinaryExpression(parent) &&
        parent.left === reference &&
        parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
      if (!written) this.value(reference);
    }
  }

  value(node: ts.Node): void {
    const child = outer(node);
    const parent = child.parent;
    if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) this.#add(child, { kind: 'discarded' });
    else if (ts.isVariableDeclaration(parent)) this.#declaration(parent);
    else if (ts.isBinaryExpression(parent)) this.#binary(child as ts.Expression, parent);
    else if (ts.isConditionalExpression(parent)) {
      if (parent.condition === child) this.#add(child, { kind: 'tested', test: 'truthy' });
      else this.value(parent);
    } else if (ts.isAsExpression(parent) || ts.isTypeAssertionExpression(parent)) this.#cast(child, parent);
    else if (ts.isSatisfiesExpression(parent) || ts.isAwaitExpression(parent)) this.value(parent);
    else if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) this.#add(child, { kind: 'returned' });
    else if (ts.isPropertyAccessExpression(parent) && parent.expression === child) this.#member(parent);
    else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) this.#argument(child as ts.Expression, parent);
    else this.#statement(child, parent);
  }

  #statement(child: ts.Node, parent: ts.Node): void {
    const condition =
      ((ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) &&
        parent.expression === child) ||
      (ts.isForStatement(parent) && parent.condition === child) ||
      (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken);
    if (condition) this.#add(child, { kind: 'tested', test: 'truthy' });
    else if (ts.isTypeOfExpression(parent)) this.#add(child, { kind: 'tested', test: 'kind' });
    else if (
      ts.isPropertyAssignment(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isArrayLiteralExpression(parent)
    ) {
      this.#add(child, { kind: 'stored' });
    } else if (ts.isPropertyDeclaration(parent)) this.#add(child, { kind: 'stored' });
    else this.#add(child, { kind: 'other' });
  }

  #declaration(parent: ts.VariableDeclaration): void {
    const { checker } = this.context.index;
    if (ts.isIdentifier(parent.name)) {
      const isCastAlready = parent.initializer !== undefined && isCast(parent.initializer);
      if (parent.type !== undefined && !isCastAlready && !this.#isWider(parent.type)) {
        this.#add(parent.name, { kind: 'cast', types: annotationNames(parent.type, checker) });
      }
      this.symbol(checker.getSymbolAtLocation(parent.name));
      return;
    }
    for (const element of parent.name.elements) {
      if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) continue;
      const member = element.propertyName ?? element.name;
      this.#add(element, { kind: 'member', member: member.getText(this.context.index.source) });
    }
  }

  /** An annotation that says no more than the value's own type. */
  #isWider(type: ts.TypeNode): boolean {
    return annotationNames(type, this.context.index.checker).some((name) => vague.has(name));
  }

  #cast(child: ts.Node, parent: ts.AsExpression | ts.TypeAssertion): void {
    const types = annotationNames(parent.type, this.context.index.checker);
    if (!types.some((name) => vague.has(name))) {
      this.#add(parent, { kind: 'cast', types, kindTested: this.#isNarrowed(child) });
    }
    this.value(parent);
  }

  /** The checker knows more here than the declaration says. */
  #isNarrowed(node: ts.Node): boolean {
    const { checker, index } = { checker: this.context.index.checker, index: this.context.index };
    const name = ts.isPropertyAccessExpression(node) ? node.name : node;
    if (!ts.isIdentifier(name)) return false;
    const symbol = index.symbolOf(name);
    if (symbol === undefined) return false;
    const declared = typeNames(checker.getTypeOfSymbol(symbol), checker);
    const here = typeNames(checker.getTypeAtLocation(node), checker);
    return declared.some((item) => vague.has(item)) && !here.some((item) => vague.has(item));
  }

  #member(parent: ts.PropertyAccessExpression): void {
    const member = parent.name.text;
    if (member === 'ok') {
      this.#add(parent, { kind: 'tested', test: 'ok', member });
      return;
    }
    this.#add(parent, { kind: 'member', member, kindTested: this.#isNarrowed(parent.expression) });
    if (member === 'value') this.value(parent);
  }

  #argument(child: ts.Expression, parent: ts.CallExpression | ts.NewExpression): void {
    const given: readonly ts.Expression[] = parent.arguments ?? [];
    const arg = given.indexOf(child);
    if (arg < 0) {
      this.#add(child, { kind: 'other' });
      return;
    }
    const test = ts.isCallExpression(parent) ? guardTest(parent, this.context) : undefined;
    if (test !== undefined && arg === 0) {
      this.#add(child, { kind: 'tested', test });
      return;
    }
    const site = this.context.siteOf(parent);
    this.#add(child, {
      kind: 'argument',
      arg,
      kindTested: this.#isNarrowed(child),
      ...(site === undefined ? {} : { site }),
    });
  }

  #binary(child: ts.Expression, parent: ts.BinaryExpression): void {
    const { kind } = parent.operatorToken;
    const same = equality(parent);
    const other = parent.left === child ? parent.right : parent.left;
    if (same !== undefined) {
      const facts = expressionFacts(other, this.context.index, this.context.names);
      const kindTested = this.#isNarrowed(child);
      this.#add(parent, { kind: 'compared', test: comparisonTest(other, this.context), other: facts, kindTested });
    } else if (kind === ts.SyntaxKind.EqualsToken && parent.right === child) this.#assigned(parent);
    else if (kind === ts.SyntaxKind.InstanceOfKeyword) {
      const test: Test =
        ts.isIdentifier(parent.right) && parent.right.text === this.context.errorType ? 'error-pointer' : 'kind';
      this.#add(parent, { kind: 'tested', test });
    } else if (kind === ts.SyntaxKind.LessThanToken || kind === ts.SyntaxKind.GreaterThanEqualsToken) {
      const negative = numberText(other) === '0' && parent.left === child;
      this.#add(parent, { kind: 'compared', test: negative ? 'negative' : 'equals' });
    } else if (kind === ts.SyntaxKind.QuestionQuestionToken) {
      if (parent.left === child) this.#add(child, { kind: 'tested', test: 'null' });
      this.value(parent);
    } else if (kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      if (parent.left === child) this.#add(child, { kind: 'tested', test: 'truthy' });
      if (parent.right === child || kind === ts.SyntaxKind.BarBarToken) this.value(parent);
    } else if (kind === ts.SyntaxKind.CommaToken) {
      if (parent.right === child) this.value(parent);
      else this.#add(child, { kind: 'discarded' });
    } else this.#add(child, { kind: 'other' });
  }

  #assigned(parent: ts.BinaryExpression): void {
    const { index } = this.context;
    if (ts.isIdentifier(parent.left)) {
      const symbol = index.symbolOf(parent.left);
      if (symbol?.valueDeclaration?.getSourceFile() === index.source) this.symbol(symbol);
      else this.#add(parent, { kind: 'stored' });
    } else {
      const into = index.place(parent.left);
      this.#add(parent, { kind: 'stored', ...(into === null ? {} : { into }) });
    }
    if (!ts.isExpressionStatement(outer(parent).parent)) this.value(parent);
  }
}

/** Uses of the value of an expression. */
export function usesOf(node: ts.Node, context: UseContext): readonly ValueUse[] {
  const follower = new Follower(context);
  follower.value(node);
  return follower.out;
}
