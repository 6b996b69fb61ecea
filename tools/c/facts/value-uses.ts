/** What becomes of a value: follows it through casts and local variables to every place that looks at it. */
import type { ValueUse } from '../../call-sites/model.js';
import type { UnitContext } from './context.js';
import { expressionFacts, placeOf, typeOf, valueOf } from './expressions.js';
import type { Variable } from './scopes.js';
import { argumentsOf, bare, type CNode, declaredName, enclosing, fieldOf, outer, walk } from './syntax.js';
import { comparisonTest, isTransparent, operatorOf, plainTest, testOfCall } from './tests.js';
import { declaredType } from './scopes.js';
import { typeName } from './type-names.js';

type Draft = Omit<ValueUse, 'start' | 'end' | 'function'>;

const vague = new Set(['void *', 'void', '']);
const conditions = new Set(['if_statement', 'while_statement', 'do_statement', 'for_statement']);

class Follower {
  readonly out: ValueUse[] = [];
  readonly #context: UnitContext;
  readonly #seen = new Set<number>();
  /** The value is a `void *`: a variable that it goes into says what it is taken for. */
  readonly #isVague: boolean;

  constructor(context: UnitContext, isVague: boolean) {
    this.#context = context;
    this.#isVague = isVague;
  }

  #add(node: CNode, draft: Draft): void {
    this.out.push({ start: node.start, end: node.end, function: this.#context.functionOf(node), ...draft });
  }

  variable(variable: Variable, around: CNode): void {
    if (this.#seen.has(variable.declared)) return;
    this.#seen.add(variable.declared);
    const definition = enclosing(around, 'function_definition');
    if (definition === null) return;
    for (const node of walk(definition)) {
      if (node.type !== 'identifier' || this.#context.textOf(node) !== variable.name) continue;
      if (
        node.start === variable.declared ||
        this.#context.variable(node) !== variable ||
        isWritten(node, this.#context)
      )
        continue;
      this.value(node);
    }
  }

  value(node: CNode): void {
    const child = outer(node);
    const { parent } = child;
    if (parent === null) return;
    switch (parent.type) {
      case 'expression_statement':
        return this.#add(child, { kind: 'discarded' });
      case 'init_declarator':
        return this.#declared(parent);
      case 'assignment_expression':
        return this.#assignment(child, parent);
      case 'binary_expression':
        return this.#binary(child, parent);
      case 'unary_expression':
        if (this.#context.textOf(parent).startsWith('!')) return this.#tested(child, true);
        return this.#add(child, { kind: 'other' });
      case 'cast_expression':
        return this.#cast(parent);
      case 'conditional_expression':
        if (child.field === 'condition') return this.#tested(child, false);
        return this.value(parent);
      case 'comma_expression':
        if (child.field === 'right') return this.value(parent);
        return this.#add(child, { kind: 'discarded' });
      case 'return_statement':
        return this.#add(child, { kind: 'returned' });
      case 'argument_list':
        return this.#argument(child, parent);
      case 'field_expression': {
        const field = fieldOf(parent, 'field');
        return this.#add(parent, {
          kind: 'member',
          ...(field === null ? {} : { member: this.#context.textOf(field) }),
        });
      }
      case 'initializer_list':
      case 'initializer_pair':
        return this.#add(child, { kind: 'stored' });
      default:
        return conditions.has(parent.type) ? this.#tested(child, false) : this.#add(child, { kind: 'other' });
    }
  }

  /** `!x` of a pointer compares with NULL. */
  #tested(child: CNode, isNegated: boolean): void {
    const test = plainTest(child, this.#context);
    this.#add(child, { kind: 'tested', test: isNegated && test === 'truthy' ? 'null' : test });
  }

  #declared(parent: CNode): void {
    const declarator = fieldOf(parent, 'declarator');
    const name = declarator === null ? null : declaredName(declarator);
    if (name === null || parent.parent === null) return;
    this.#becomes(
      parent,
      declaredType(parent.parent, parent, (node) => this.#context.textOf(node)),
    );
    const variable = this.#context.variable(name);
    if (variable === undefined) this.#add(parent, { kind: 'stored' });
    else this.variable(variable, parent);
  }

  /** A `void *` that goes into a variable of a type is cast without a word. */
  #becomes(node: CNode, type: string | null): void {
    if (this.#isVague && type !== null && !vague.has(type)) this.#add(node, { kind: 'cast', types: [type] });
  }

  #assignment(child: CNode, parent: CNode): void {
    if (child.field !== 'right') return;
    if (operatorOf(parent, this.#context) !== '=') return this.#add(child, { kind: 'other' });
    const left = fieldOf(parent, 'left');
    if (left === null) return;
    const target = bare(left);
    this.#becomes(parent, typeOf(target, this.#context));
    const variable = target.type === 'identifier' ? this.#context.variable(target) : undefined;
    if (variable !== undefined && !variable.isStatic) this.variable(variable, parent);
    else {
      const into = placeOf(target, this.#context);
      this.#add(parent, { kind: 'stored', ...(into === null ? {} : { into }) });
      if (into !== null) this.#reads(into, parent);
    }
    if (outer(parent).parent?.type !== 'expression_statement') this.value(parent);
  }

  /** Tests of a member or a static in the same function belong to the value that was put there. */
  #reads(place: string, around: CNode): void {
    const definition = enclosing(around, 'function_definition');
    if (definition === null) return;
    for (const node of walk(definition)) {
      if (node.start < around.end || (node.type !== 'field_expression' && node.type !== 'identifier')) continue;
      if (placeOf(node, this.#context) !== place || isWritten(node, this.#context)) continue;
      if (node.parent?.type === 'field_expression' && node.field === 'argument') continue;
      this.value(node);
    }
  }

  #binary(child: CNode, parent: CNode): void {
    const operator = operatorOf(parent, this.#context);
    const other = fieldOf(parent, child.field === 'left' ? 'right' : 'left');
    if (operator === '&&' || operator === '||') return this.#tested(child, false);
    if (other === null) return;
    if (operator === '==' || operator === '!=') {
      const test = comparisonTest(child, other, this.#context);
      return this.#add(parent, { kind: 'compared', test, other: expressionFacts(other, this.#context) });
    }
    if (/^[<>]=?$/.test(operator)) {
      const isZero = child.field === 'left' && valueOf(other, this.#context) === '0';
      const facts = { other: expressionFacts(other, this.#context) };
      return this.#add(parent, { kind: 'compared', test: isZero ? 'negative' : 'equals', ...facts });
    }
    this.#add(child, { kind: 'other' });
  }

  #cast(parent: CNode): void {
    const type = fieldOf(parent, 'type');
    const name = type === null ? '' : typeName(this.#context.textOf(type));
    if (!vague.has(name)) this.#add(parent, { kind: 'cast', types: [name] });
    this.value(parent);
  }

  #argument(child: CNode, list: CNode): void {
    const call = list.parent;
    if (call === null || call.type !== 'call_expression') return this.#add(child, { kind: 'other' });
    const arg = argumentsOf(call).findIndex(({ start }) => start === child.start);
    if (arg === 0 && isTransparent(call, this.#context)) return this.value(call);
    const told = arg === 0 ? testOfCall(call, this.#context) : null;
    if (told !== null) return this.#add(child, { kind: 'tested', test: told.test });
    const site = this.#context.siteOf(call);
    this.#add(child, { kind: 'argument', arg: Math.max(0, arg), ...(site === undefined ? {} : { site }) });
  }
}

/** True for `x` of `x = ...`. */
function isWritten(node: CNode, context: UnitContext): boolean {
  const { parent } = outer(node);
  return (
    parent?.type === 'assignment_expression' && outer(node).field === 'left' && operatorOf(parent, context) === '='
  );
}

/** Uses of the value of an expression. */
export function usesOf(node: CNode, context: UnitContext): readonly ValueUse[] {
  const follower = new Follower(context, typeOf(node, context) === 'void *');
  follower.value(node);
  return follower.out;
}
