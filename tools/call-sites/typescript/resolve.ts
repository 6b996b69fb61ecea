/** Which symbol of the API an expression calls or names. */
import { ts } from 'ts-morph';
import type { CalleeForm } from '../model.js';
import type { ApiName, ApiNames } from './names.js';
import { underCasts } from './syntax.js';

export interface Resolved {
  readonly api: ApiName;
  readonly form: CalleeForm;
  /** Node of the callee's name. */
  readonly name: ts.Node;
  readonly receiver: ts.Expression | null;
  readonly args: readonly ts.Expression[];
}

/** Declaration of a signature, or what holds it when the signature is only a function type. */
function holderOf(declaration: ts.Node | undefined): ts.Node | undefined {
  if (declaration === undefined) return undefined;
  let at = declaration;
  while (
    (ts.isFunctionTypeNode(at) ||
      ts.isParenthesizedTypeNode(at) ||
      ts.isArrowFunction(at) ||
      ts.isFunctionExpression(at)) &&
    at.parent !== undefined
  ) {
    at = at.parent;
  }
  return at;
}

/** The API function that a function value is, whatever it is called here. */
export function functionValue(node: ts.Expression, names: ApiNames, checker: ts.TypeChecker): ApiName | null {
  for (const signature of checker.getTypeAtLocation(node).getCallSignatures()) {
    const holder = holderOf(signature.getDeclaration());
    const api = holder === undefined ? null : names.of(holder);
    if (api !== null && api.kind === 'function') return api;
  }
  return null;
}

/** Rightmost name of a callee; undefined for an expression that has none. */
export function calleeName(callee: ts.Expression): ts.Node | undefined {
  const at = underCasts(callee);
  if (ts.isIdentifier(at)) return at;
  if (ts.isPropertyAccessExpression(at)) return at.name;
  return ts.isElementAccessExpression(at) ? at.argumentExpression : undefined;
}

function nameText(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  return ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isPrivateIdentifier(node) ? node.text : undefined;
}

export function textOfCallee(callee: ts.Expression): string | undefined {
  return nameText(calleeName(callee));
}

function receiverOf(callee: ts.Expression): ts.Expression | null {
  const at = underCasts(callee);
  return ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at) ? at.expression : null;
}

function formOf(call: ts.CallExpression, name: ts.Node, symbol: string): CalleeForm {
  if (ts.isOptionalChain(call)) return 'optional';
  if (nameText(name) !== symbol) return 'alias';
  return receiverOf(call.expression) === null ? 'direct' : 'member';
}

/** `f.call(self, ...)`, `f.apply(self, [...])`, `Reflect.apply` aside: the function value stands left of the dot. */
function indirect(call: ts.CallExpression, names: ApiNames, checker: ts.TypeChecker): Resolved | null {
  const callee = underCasts(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return null;
  const how = callee.name.text;
  if (how !== 'call' && how !== 'apply' && how !== 'bind') return null;
  const api = functionValue(callee.expression, names, checker);
  if (api === null) return null;
  const given = [...call.arguments];
  const list = given[1];
  const args =
    how === 'apply'
      ? list !== undefined && ts.isArrayLiteralExpression(list)
        ? [...list.elements]
        : []
      : given.slice(1);
  const name = calleeName(callee.expression) ?? callee.expression;
  return { api, form: how, name, receiver: receiverOf(callee.expression), args };
}

/** The API symbol that a call calls, or null. */
export function resolveCall(call: ts.CallExpression, names: ApiNames, checker: ts.TypeChecker): Resolved | null {
  const declaration = holderOf(checker.getResolvedSignature(call)?.getDeclaration());
  const api = declaration === undefined ? null : names.of(declaration);
  if (api !== null && api.kind === 'function') {
    const name = calleeName(call.expression) ?? call.expression;
    const receiver = receiverOf(call.expression);
    return { api, form: formOf(call, name, api.symbol), name, receiver, args: [...call.arguments] };
  }
  return indirect(call, names, checker);
}
