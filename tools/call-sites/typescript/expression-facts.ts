/** Facts of one expression: its types under casts, its value, its place. */
import { ts } from 'ts-morph';
import type { ExpressionFacts, LiteralKind } from '../model.js';
import type { FileIndex } from './file-index.js';
import type { ApiNames } from './names.js';
import { inner, isCast, numberText, startOf, underCasts } from './syntax.js';
import { typeNames } from './type-names.js';

function literalKind(node: ts.Expression): LiteralKind | null {
  if (node.kind === ts.SyntaxKind.NullKeyword) return 'null';
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return 'boolean';
  if (ts.isIdentifier(node) && node.text === 'undefined') return 'undefined';
  if (numberText(node) !== null) return 'number';
  if (ts.isStringLiteralLike(node)) return 'string';
  if (ts.isObjectLiteralExpression(node)) return 'object';
  if (ts.isArrayLiteralExpression(node)) return 'array';
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) ? 'function' : null;
}

/** Normal form of a literal or of a named constant. */
export function valueText(node: ts.Expression, index: FileIndex, names: ApiNames): string | null {
  const at = underCasts(node);
  const kind = literalKind(at);
  if (kind === 'null' || kind === 'undefined') return kind;
  if (kind === 'boolean') return at.kind === ts.SyntaxKind.TrueKeyword ? 'true' : 'false';
  if (kind === 'number') return numberText(at);
  if (kind === 'string') return (at as ts.StringLiteralLike).text;
  const name = ts.isIdentifier(at) ? at : ts.isPropertyAccessExpression(at) ? at.name : undefined;
  if (name === undefined || !ts.isIdentifier(name)) return null;
  const symbol = index.symbolOf(name);
  const api = names.ofSymbol(symbol, index.checker);
  if (api !== null && api.kind === 'constant') return api.symbol;
  const type = index.checker.getTypeAtLocation(at);
  if (type.isNumberLiteral()) return String(type.value);
  if (type.isStringLiteral()) return type.value;
  if (symbol === undefined) return name.text;
  return symbol.flags & ts.SymbolFlags.Alias ? index.checker.getAliasedSymbol(symbol).name : symbol.name;
}

/** Static types of an expression: as it stands, then under each cast. */
function layeredTypes(node: ts.Expression, checker: ts.TypeChecker): readonly string[] {
  const out = new Set<string>();
  let at = inner(node);
  for (;;) {
    for (const name of typeNames(checker.getTypeAtLocation(at), checker)) out.add(name);
    if (!isCast(at) && !ts.isSatisfiesExpression(at)) return [...out];
    at = inner(at.expression);
  }
}

export function expressionFacts(node: ts.Expression, index: FileIndex, names: ApiNames): ExpressionFacts {
  const under = underCasts(node);
  return {
    start: startOf(node),
    end: node.end,
    text: node.getText(index.source),
    types: layeredTypes(node, index.checker),
    literal: literalKind(under),
    value: valueText(node, index, names),
    place: index.place(under),
    handlers: index.handlers(under),
  };
}
