/**
 * Results whose failure had a type of its own. What can be one, by its declared type, is a Result afterwards: variables,
 * parameters, members and functions of the callers too. The checker's narrowing tells what is known at each place.
 */
import { ts } from 'ts-morph';
import type { ResultIdiom } from '../../../../src/compat/pair-model.js';
import { failureForms } from '../../flow/failure.js';
import { isFunctionNode, isWritten, outer, startOf } from '../syntax.js';
import { consume, spellInto } from './call-edits.js';
import { ByHand, type FileDraft, type Step } from './file-draft.js';
import { numberOf } from './flow-results.js';
import { apiSymbol, rewriteTest, testOf } from './result-tests.js';
import { applyTemplate, insertAt, replaceNode, replaceSpan, surround } from './text-edits.js';

const pointerForms = failureForms([{ kind: 'returns-error-pointer' }]);

class TypedResults {
  readonly #draft: FileDraft;
  readonly #idiom: ResultIdiom;
  readonly #errorType: string;
  readonly #known = new Map<ts.Type, boolean>();

  constructor(draft: FileDraft, idiom: ResultIdiom, errorType: string) {
    this.#draft = draft;
    this.#idiom = idiom;
    this.#errorType = errorType;
  }

  run(): void {
    const visit = (node: ts.Node): void => {
      if (ts.isUnionTypeNode(node)) this.#union(node);
      else if (ts.isCallExpression(node)) this.#carrier(node);
      else if (ts.isPropertyAccessExpression(node)) this.#carrier(node);
      else if (ts.isIdentifier(node) && !this.#isMemberName(node)) this.#carrier(node);
      this.#target(node);
      ts.forEachChild(node, visit);
    };
    visit(this.#draft.source);
  }

  #isMemberName(node: ts.Identifier): boolean {
    return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  }

  #includes(type: ts.Type | undefined): boolean {
    if (type === undefined) return false;
    let known = this.#known.get(type);
    if (known === undefined) {
      const parts = type.isUnion() ? type.types : [type];
      known = parts.some((part) => this.#isError(part));
      this.#known.set(type, known);
    }
    return known;
  }

  #isError(type: ts.Type): boolean {
    const api = this.#draft.file.context.names.ofSymbol(type.getSymbol(), this.#draft.checker);
    return api?.side === 'old' && api.symbol === this.#errorType;
  }

  /** The type that the expression was declared with, before any narrowing. */
  #declared(node: ts.Expression): ts.Type | undefined {
    const { checker, file } = this.#draft;
    if (ts.isCallExpression(node)) return checker.getResolvedSignature(node)?.getReturnType();
    const name = ts.isPropertyAccessExpression(node) ? node.name : node;
    if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return undefined;
    const symbol = file.index.symbolOf(name as ts.Identifier);
    if (
      symbol === undefined ||
      (symbol.flags & (ts.SymbolFlags.Variable | ts.SymbolFlags.Property | ts.SymbolFlags.Accessor)) === 0
    )
      return undefined;
    return checker.getTypeOfSymbol(symbol);
  }

  #isCarrier(node: ts.Expression): boolean {
    return this.#includes(this.#declared(node));
  }

  #carrier(node: ts.Expression): void {
    if ((node.parent as { name?: ts.Node }).name === node && !ts.isShorthandPropertyAssignment(node.parent)) return;
    if (ts.isTypeNode(node.parent) || isWritten(node) || this.#draft.refused.has(node) || !this.#isCarrier(node))
      return;
    this.#draft.attempt(node, this.#draft.text(node).split('(')[0]!, (step) => this.#use(node, step));
  }

  #use(node: ts.Expression, step: Step): void {
    const test = testOf(node, pointerForms, this.#draft);
    if (test !== undefined) {
      rewriteTest(node, test, this.#idiom, step);
      return;
    }
    const child = outer(node);
    const { parent } = child;
    const errorNumber = this.#idiom.old.errorNumber;
    if (
      ts.isCallExpression(parent) &&
      errorNumber !== undefined &&
      apiSymbol(parent.expression, this.#draft) === errorNumber
    ) {
      consume(parent, step);
      step.edits.push(replaceNode(parent, numberOf(this.#draft.text(node), this.#idiom, this.#draft, step)));
    } else if (!this.#passesOn(child as ts.Expression, parent)) this.#open(node, step);
  }

  /** The whole Result goes on to somebody who takes one. */
  #passesOn(child: ts.Expression, parent: ts.Node): boolean {
    const { checker } = this.#draft;
    if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return true;
    if (ts.isVariableDeclaration(parent))
      return ts.isIdentifier(parent.name) && this.#includes(checker.getTypeAtLocation(parent.name));
    if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return this.#includes(this.#returnType(child));
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      return parent.right === child && this.#isCarrier(parent.left);
    }
    if (ts.isConditionalExpression(parent) && parent.condition !== child)
      return this.#passesOn(parent, outer(parent).parent);
    if (ts.isParameter(parent) || ts.isPropertyDeclaration(parent))
      return this.#includes(checker.getTypeAtLocation(parent));
    return this.#includes(checker.getContextualType(child));
  }

  #returnType(node: ts.Node): ts.Type | undefined {
    const around = ts.findAncestor(node.parent, isFunctionNode);
    const signature = around === undefined ? undefined : this.#draft.checker.getSignatureFromDeclaration(around);
    return signature?.getReturnType();
  }

  /** The value inside is wanted. */
  #open(node: ts.Expression, step: Step): void {
    if (this.#includes(this.#draft.checker.getTypeAtLocation(node))) {
      throw new ByHand(`${this.#draft.text(node)} may still be an error here`);
    }
    const { value } = this.#idiom.new;
    if (ts.isShorthandPropertyAssignment(node.parent)) {
      step.edits.push(insertAt(node.end, `: ${value.replace('$', this.#draft.text(node))}`));
    } else step.edits.push(...(applyTemplate(node, value) ?? []));
  }

  /** `Box | Fault` becomes `Result<Box>`. */
  #union(node: ts.UnionTypeNode): void {
    const at = node.types.findIndex(
      (part) => ts.isTypeReferenceNode(part) && apiSymbol(part.typeName, this.#draft) === this.#errorType,
    );
    if (at < 0) return;
    const rest = node.types.filter((_, position) => position !== at);
    const [first, last] = [rest[0]!, rest.at(-1)!];
    this.#draft.attempt(node, this.#errorType, (step) => {
      const [before = '', behind = ''] = this.#idiom.new.type.split('$');
      consume(node.types[at]!, step);
      if (at > 0) step.edits.push(replaceSpan(node.types[at - 1]!.end, node.types[at]!.end, ''));
      else step.edits.push(replaceSpan(startOf(node.types[0]!), startOf(node.types[1]!), ''));
      step.edits.push(...surround(first, before, ''), ...surround(last, '', behind));
      for (const name of before.match(/\w+/g) ?? []) step.needs.set(name, 'type');
    });
  }

  /** Plain values that flow to where a Result is expected now. */
  #target(node: ts.Node): void {
    const { checker } = this.#draft;
    if (ts.isReturnStatement(node) && node.expression !== undefined) {
      if (this.#includes(this.#returnType(node))) this.#fill(node.expression);
    } else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
      if (this.#includes(checker.getSignatureFromDeclaration(node)?.getReturnType())) this.#fill(node.body);
    } else if (
      (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) &&
      node.initializer !== undefined &&
      node.type !== undefined
    ) {
      if (this.#includes(checker.getTypeFromTypeNode(node.type))) this.#fill(node.initializer);
    } else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      if (this.#isCarrier(node.left)) this.#fill(node.right);
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      if (ts.isCallExpression(node) && this.#readsFailure(node)) return;
      for (const argument of node.arguments ?? [])
        if (this.#includes(checker.getContextualType(argument))) this.#fill(argument);
    } else if (ts.isPropertyAssignment(node) && this.#includes(checker.getContextualType(node.initializer)))
      this.#fill(node.initializer);
  }

  #readsFailure(node: ts.CallExpression): boolean {
    const symbol = apiSymbol(node.expression, this.#draft);
    return symbol !== undefined && (symbol === this.#idiom.old.errorTest || symbol === this.#idiom.old.errorNumber);
  }

  #fill(node: ts.Expression): void {
    if (ts.isParenthesizedExpression(node)) return this.#fill(node.expression);
    if (ts.isConditionalExpression(node)) {
      this.#fill(node.whenTrue);
      this.#fill(node.whenFalse);
      return;
    }
    if (this.#isCarrier(node)) return;
    this.#draft.attempt(node, this.#errorType, (step) => {
      if (ts.isNewExpression(node) && apiSymbol(node.expression, this.#draft) === this.#errorType)
        this.#failure(node, step);
      else if (this.#includes(this.#draft.checker.getTypeAtLocation(node)))
        throw new ByHand('a value or an error is made here');
      else this.#success(node, step);
    });
  }

  #success(node: ts.Expression, step: Step): void {
    const { success } = this.#idiom.new;
    if (success === undefined) throw new ByHand('the map does not say how a result is made');
    step.edits.push(...(applyTemplate(node, spellInto(success, node, this.#draft, step)) ?? []));
  }

  #failure(node: ts.NewExpression, step: Step): void {
    const { failure } = this.#idiom.new;
    const given = node.arguments?.[0];
    const name = given !== undefined && ts.isPropertyAccessExpression(given) ? given.name.text : undefined;
    if (failure === undefined || name === undefined) throw new ByHand('an error is made of a number that has no name');
    consume(node, step);
    step.edits.push(replaceNode(node, spellInto(failure, node, this.#draft, step).replaceAll('$', name)));
  }
}

/** Moves everything in the file that is typed with the old error. */
export function moveTypedResults(draft: FileDraft): void {
  const idiom = draft.context.pair.map.idioms?.ts;
  if (idiom?.old.errorType !== undefined) new TypedResults(draft, idiom, idiom.old.errorType).run();
}
