/** Calls as nodes of copied trees, and what stands around them. */
import type { CallSite, ExpressionFacts } from '../../call-sites/model.js';
import type { CArgument } from '../model.js';
import type { Place, Unit } from '../scan.js';
import type { UnitContext } from './context.js';
import { placeOf } from './expressions.js';
import { type CNode, copyTree, enclosing, fieldOf, walk } from './syntax.js';
import type { FunctionCopies } from './unit-functions.js';
import { usesOf } from './value-uses.js';

/** Declarations with values at file level. */
export function fileLevel(unit: Unit): readonly CNode[] {
  return unit.root.namedChildren.filter(({ type }) => type === 'declaration').map((node) => copyTree(node, unit.shift));
}

/** The call around a place, in a copy. */
export function callNode(
  place: Place,
  unit: Unit,
  copies: FunctionCopies,
): { readonly node: CNode | null; readonly definition: CNode | null } {
  const own = unit.macro === null ? copies.around(place.hit.start) : undefined;
  const definition = own === undefined ? null : copies.copy(own);
  const tree = definition ?? copyTree(unit.root, unit.shift);
  for (const node of walk(tree)) {
    if (node.type !== 'identifier' || node.start !== place.hit.start) continue;
    const call = enclosing(node, 'call_expression');
    const callee = call === null ? null : fieldOf(call, 'function');
    const isIts = callee !== null && callee.start <= node.start && node.end <= callee.end;
    return { node: isIts ? call : null, definition };
  }
  return { node: null, definition };
}

/** The value of a macro that is an expression goes to whoever uses the macro. */
export function usesOfCall(node: CNode, context: UnitContext, { macro }: Unit): CallSite['uses'] {
  const uses = usesOf(node, context);
  if (macro === null) return uses;
  return uses.map((use) => {
    const rest = context.text.slice(use.end - context.shift).trim();
    return use.kind === 'discarded' && /^;?\s*\}?$/.test(rest) ? { ...use, kind: 'returned' } : use;
  });
}

/** Facts of an argument of which only the text is known. */
export function textFacts({ start, end, text }: CArgument): ExpressionFacts {
  const isNull = text === 'NULL';
  const isNumber = /^-?(?:0x[\da-f]+|\d+)[ul]*$/i.test(text);
  const literal = isNull ? 'null' : isNumber ? 'number' : null;
  const value = isNull
    ? 'null'
    : isNumber
      ? String(Number(text.replace(/[ul]+$/i, '')))
      : /^\w+$/.test(text)
        ? text
        : null;
  return { start, end, text, types: [], literal, value, place: null, handlers: [] };
}

/** Counters of the counted loops around a node. */
export function countersOf(node: CNode, context: UnitContext): readonly string[] {
  const found: string[] = [];
  for (let at: CNode | null = node; at !== null && at.type !== 'function_definition'; at = at.parent) {
    if (at.parent?.type !== 'for_statement' || at.field !== 'body') continue;
    const update = fieldOf(at.parent, 'update');
    if (update === null) continue;
    for (const inner of walk(update)) {
      const place = inner.type === 'identifier' ? placeOf(inner, context) : null;
      if (place !== null) found.push(place);
    }
  }
  return found;
}
