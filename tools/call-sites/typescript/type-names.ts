/** Names of static types, as rules and maps know them. */
import { ts } from 'ts-morph';

function add(type: ts.Type, checker: ts.TypeChecker, out: Set<string>, depth: number): void {
  if (type.isUnion()) {
    if (type.aliasSymbol !== undefined) out.add(type.aliasSymbol.name);
    for (const part of type.types) add(part, checker, out, depth);
    return;
  }
  if (type.isIntersection()) {
    for (const part of type.types) add(part, checker, out, depth);
    return;
  }
  if (type.flags & ts.TypeFlags.BooleanLike) {
    out.add('boolean');
    return;
  }
  if (type.flags & ts.TypeFlags.NumberLike) out.add('number');
  else if (type.flags & ts.TypeFlags.StringLike) out.add('string');
  else if (type.flags & ts.TypeFlags.Null) out.add('null');
  else if (type.flags & ts.TypeFlags.Undefined) out.add('undefined');
  else if (type.flags & ts.TypeFlags.Any) out.add('any');
  else if (type.flags & ts.TypeFlags.Unknown) out.add('unknown');
  if (type.aliasSymbol !== undefined) out.add(type.aliasSymbol.name);
  const symbol = type.getSymbol();
  if (symbol !== undefined && !symbol.name.startsWith('__')) out.add(symbol.name);
  if (depth > 8) return;
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const constraint = checker.getBaseConstraintOfType(type);
    if (constraint !== undefined) add(constraint, checker, out, depth + 1);
  }
  if (type.isClassOrInterface()) {
    for (const base of checker.getBaseTypes(type)) add(base, checker, out, depth + 1);
  }
}

/** Names of a type: each part of a union, the name of an alias, and the bases of a class. */
export function typeNames(type: ts.Type, checker: ts.TypeChecker): readonly string[] {
  const out = new Set<string>();
  add(type, checker, out, 0);
  return [...out];
}

/** Names that a type annotation uses at its top: `A | B` gives both. */
export function annotationNames(node: ts.TypeNode, checker: ts.TypeChecker): readonly string[] {
  const written = new Set<string>();
  const parts = ts.isUnionTypeNode(node) ? node.types : [node];
  for (const part of parts) {
    if (ts.isTypeReferenceNode(part) && ts.isIdentifier(part.typeName)) written.add(part.typeName.text);
  }
  return [...new Set([...written, ...typeNames(checker.getTypeFromTypeNode(node), checker)])];
}
