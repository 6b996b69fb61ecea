/** How an expression looks at a value: which test it is, and what the test is about. */
import type { FlowAssumption, Test } from '../../call-sites/model.js';
import type { UnitContext } from './context.js';
import { placeOf, typeOf, valueOf } from './expressions.js';
import { errorNumber, errorTests, transparent } from './kernel-idioms.js';
import { argumentsOf, bare, type CNode, fieldOf, underCasts } from './syntax.js';
import { isPointer } from './type-names.js';

type Subject = FlowAssumption['of'];

/** The value that a test is about: under parentheses, casts, transparent macros and an assignment's left side. */
export function subjectNode(node: CNode, context: UnitContext): CNode {
  let at = underCasts(node);
  for (;;) {
    if (at.type === 'assignment_expression' && operatorOf(at, context) === '=') {
      at = underCasts(fieldOf(at, 'left') ?? at);
      return at;
    }
    const inner = at.type === 'call_expression' && isTransparent(at, context) ? argumentsOf(at)[0] : undefined;
    if (inner === undefined) return at;
    at = underCasts(inner);
  }
}

export function isTransparent(call: CNode, context: UnitContext): boolean {
  const name = context.calleeName(call);
  return name !== null && transparent.has(name) && argumentsOf(call).length > 0;
}

export function operatorOf(node: CNode, context: UnitContext): string {
  const operator = fieldOf(node, 'operator');
  return operator === null ? '' : context.textOf(operator);
}

function subjectOf(node: CNode, context: UnitContext): Subject | null {
  const at = subjectNode(node, context);
  const site = context.siteOf(at);
  if (site !== undefined) return { site };
  const place = placeOf(at, context);
  return place === null ? null : { place };
}

/** Test of a value by itself: of a pointer, or of a number. */
export function plainTest(node: CNode, context: UnitContext): Test {
  return isPointer(typeOf(node, context)) ? 'truthy' : 'nonzero';
}

/** Kind of a comparison with this operand. */
export function comparisonTest(own: CNode, other: CNode, context: UnitContext): Test {
  const value = valueOf(other, context);
  if (value === 'null') return 'null';
  if (value !== null && context.names.constants.has(value)) return 'sentinel';
  if (value === '0') return isPointer(typeOf(own, context)) ? 'null' : 'nonzero';
  return 'equals';
}

/** What a call says about its one argument: whether it encodes an error, or is valid at all. */
export function testOfCall(
  call: CNode,
  context: UnitContext,
): { readonly test: Test; readonly isFailure: boolean } | null {
  const name = context.calleeName(call);
  if (name === null) return null;
  if (errorTests.has(name) || name === errorNumber) return { test: 'error-pointer', isFailure: true };
  const isYesNo =
    argumentsOf(call).length === 1 && context.names.callables.has(name) && context.names.resultOf(name) === 'bool';
  return isYesNo ? { test: 'sentinel', isFailure: false } : null;
}

/** What holds where the condition came out as `holds`. Conditions joined by `&&` and `||` are split by the caller. */
export function assumptions(node: CNode, holds: boolean, context: UnitContext): readonly FlowAssumption[] {
  const at = bare(node);
  if (at.type === 'unary_expression' && context.textOf(at).startsWith('!')) {
    const inner = fieldOf(at, 'argument');
    return inner === null ? [] : assumptions(inner, !holds, context);
  }
  if (at.type === 'call_expression') return ofCall(at, holds, context);
  if (at.type === 'binary_expression') return ofBinary(at, holds, context);
  const of = subjectOf(at, context);
  return of === null ? [] : [{ of, test: plainTest(subjectNode(at, context), context), holds }];
}

function ofCall(node: CNode, holds: boolean, context: UnitContext): readonly FlowAssumption[] {
  const first = argumentsOf(node)[0];
  if (isTransparent(node, context) && first !== undefined) return assumptions(first, holds, context);
  const told = testOfCall(node, context);
  const of = first === undefined ? null : subjectOf(first, context);
  const found: FlowAssumption[] = [];
  if (told !== null && of !== null) found.push({ of, test: told.test, holds: holds === told.isFailure });
  const site = context.siteOf(node);
  if (site !== undefined) found.push({ of: { site }, test: plainTest(node, context), holds });
  return found;
}

function ofBinary(node: CNode, holds: boolean, context: UnitContext): readonly FlowAssumption[] {
  const operator = operatorOf(node, context);
  const left = fieldOf(node, 'left');
  const right = fieldOf(node, 'right');
  if (left === null || right === null) return [];
  if (operator === '==' || operator === '!=') return ofEquality(left, right, (operator === '==') === holds, context);
  const of = subjectOf(left, context);
  const zero = valueOf(right, context) === '0';
  if (of === null || !zero || !/^[<>]=?$/.test(operator)) return [];
  // `x <= 0` and `x > 0` see a negative number too.
  return [{ of, test: 'negative', holds: operator.startsWith('<') === holds }];
}

function ofEquality(left: CNode, right: CNode, same: boolean, context: UnitContext): readonly FlowAssumption[] {
  const found: FlowAssumption[] = [];
  for (const [own, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const value = valueOf(other, context);
    if (value === 'true' || value === 'false') {
      found.push(...assumptions(own, same === (value === 'true'), context));
      continue;
    }
    const of = subjectOf(own, context);
    if (of === null) continue;
    const test = comparisonTest(own, other, context);
    if (test === 'nonzero') found.push({ of, test, holds: !same });
    else found.push({ of, test, holds: same, ...(value === null ? {} : { value }) });
  }
  return found;
}
