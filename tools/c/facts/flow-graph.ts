/** Events of expressions in the order in which they happen, and the edges of conditions. */
import type { FlowAssumption, Place } from '../../call-sites/model.js';
import type { UnitContext } from './context.js';
import { placeOf } from './expressions.js';
import { FlowBlocks } from './flow-blocks.js';
import { errorNumber, errorReaders } from './kernel-idioms.js';
import { argumentsOf, bare, type CNode, declaredName, fieldOf, outer, underCasts } from './syntax.js';
import { assumptions, isTransparent, operatorOf, subjectNode, testOfCall } from './tests.js';

type Escape = 'returned' | 'stored' | 'captured' | 'argument';

export class FlowGraph extends FlowBlocks {
  readonly context: UnitContext;
  /** `ret` to `set` after `ret = PTR_ERR_OR_ZERO(set)`. */
  readonly #numbers = new Map<Place, Place>();

  constructor(context: UnitContext) {
    super();
    this.context = context;
  }

  clobber(node: CNode): void {
    const place = placeOf(node, this.context);
    if (place !== null) this.emit({ kind: 'clobber', place });
  }

  #use(node: CNode, how: Escape | null): void {
    const place = placeOf(node, this.context);
    if (place === null) return;
    const at = { start: node.start, end: node.end };
    this.emit({ kind: 'use', place, at, escapes: how !== null, ...(how === null ? {} : { how }) });
  }

  /** Evaluates what a test looks at, without counting the look as a use. */
  #subject(node: CNode): void {
    const at = underCasts(node);
    if (at.type === 'assignment_expression') this.expression(at);
    else if (at.type === 'call_expression' && isTransparent(at, this.context)) {
      for (const argument of argumentsOf(at).slice(0, 1)) this.#subject(argument);
    } else if (placeOf(at, this.context) === null || this.#isAddress(at)) this.expression(at);
    else if (at.type === 'field_expression') this.#owner(at);
  }

  #isAddress(node: CNode): boolean {
    return node.type === 'pointer_expression' && this.context.textOf(node).startsWith('&');
  }

  #owner(node: CNode): void {
    const owner = fieldOf(node, 'argument');
    if (owner !== null) this.expression(owner);
  }

  /** Evaluates a condition; the edges go to `yes` and `no`. */
  condition(node: CNode, yes: number, no: number): void {
    const at = bare(node);
    if (at.type === 'unary_expression' && this.context.textOf(at).startsWith('!')) {
      const inner = fieldOf(at, 'argument');
      if (inner !== null) return this.condition(inner, no, yes);
    }
    const first = at.type === 'call_expression' && isTransparent(at, this.context) ? argumentsOf(at)[0] : undefined;
    if (first !== undefined) return this.condition(first, yes, no);
    const operator = at.type === 'binary_expression' ? operatorOf(at, this.context) : '';
    const left = fieldOf(at, 'left');
    const right = fieldOf(at, 'right');
    if ((operator === '&&' || operator === '||') && left !== null && right !== null) {
      const middle = this.block();
      if (operator === '&&') this.condition(left, middle, no);
      else this.condition(left, yes, middle);
      this.current = middle;
      return this.condition(right, yes, no);
    }
    if (at.type === 'number_literal' || at.type === 'true' || at.type === 'false') {
      return this.edge(/^(?:0+|false)$/.test(this.context.textOf(at)) ? no : yes);
    }
    this.#leaf(at);
    this.edge(yes, this.#assumed(at, true));
    this.edge(no, this.#assumed(at, false));
  }

  #assumed(node: CNode, holds: boolean): readonly FlowAssumption[] {
    const found = assumptions(node, holds, this.context);
    return found.flatMap((item) => {
      const number = 'place' in item.of ? this.#numbers.get(item.of.place) : undefined;
      if (number === undefined || !/^(?:nonzero|negative)$/.test(item.test)) return [item];
      return [item, { of: { place: number }, test: 'error-pointer' as const, holds: item.holds }];
    });
  }

  /** What is returned says whether a place encodes an error: the caller is told, so that is a test. */
  returned(node: CNode): boolean {
    const at = bare(node);
    const name = at.type === 'call_expression' ? this.context.calleeName(at) : null;
    const place = at.type === 'identifier' ? placeOf(at, this.context) : null;
    const isNumber = place !== null && this.#numbers.has(place);
    if (name !== errorNumber && !isNumber) return false;
    const [failed, fine] = [this.block(), this.block()] as const;
    if (isNumber) {
      const of = { place: this.#numbers.get(place)! };
      this.edge(failed, [{ of, test: 'error-pointer', holds: true }]);
      this.edge(fine, [{ of, test: 'error-pointer', holds: false }]);
    } else this.condition(at, failed, fine);
    const span = { start: node.start, end: node.end };
    for (const block of [failed, fine]) {
      this.current = block;
      this.exit('return', span);
    }
    return true;
  }

  #leaf(node: CNode): void {
    if (node.type === 'binary_expression' && /^(?:[=!]=|[<>]=?)$/.test(operatorOf(node, this.context))) {
      for (const side of ['left', 'right']) {
        const operand = fieldOf(node, side);
        if (operand !== null) this.#subject(operand);
      }
    } else this.#subject(node);
  }

  /** Evaluates an expression for its value. */
  expression(node: CNode): void {
    const at = bare(node);
    switch (at.type) {
      case 'identifier':
        return this.#use(at, this.#escapes(at));
      case 'assignment_expression':
        return this.#assignment(at);
      case 'call_expression':
        return this.#call(at, null);
      case 'conditional_expression':
        return this.#choice(at);
      case 'binary_expression':
        return this.#binary(at);
      case 'field_expression':
        if (placeOf(at, this.context) !== null) this.#use(at, this.#escapes(at));
        return this.#owner(at);
      case 'unary_expression':
        if (this.context.textOf(at).startsWith('!')) return this.#subject(fieldOf(at, 'argument') ?? at);
        break;
      case 'update_expression':
        this.#each(at);
        return this.clobber(fieldOf(at, 'argument') ?? at);
      case 'sizeof_expression':
      case 'type_descriptor':
        return;
      case 'compound_statement':
        return;
      default:
    }
    this.#each(at);
  }

  #each(node: CNode): void {
    for (const child of node.children) {
      if (!/^(?:comment|type_descriptor|field_identifier|field_designator)$/.test(child.type)) this.expression(child);
    }
  }

  #assignment(node: CNode): void {
    const left = fieldOf(node, 'left');
    const right = fieldOf(node, 'right');
    if (left === null || right === null) return;
    if (operatorOf(node, this.context) === '=') return this.assign(left, right);
    this.expression(right);
    this.expression(left);
    this.clobber(left);
  }

  #choice(node: CNode): void {
    const condition = fieldOf(node, 'condition');
    const [yes, no, end] = [this.block(), this.block(), this.block()] as const;
    if (condition !== null) this.condition(condition, yes, no);
    for (const [start, field] of [
      [yes, 'consequence'],
      [no, 'alternative'],
    ] as const) {
      this.current = start;
      const value = fieldOf(node, field);
      if (value !== null) this.expression(value);
      this.edge(end);
    }
    this.current = end;
  }

  #binary(node: CNode): void {
    const operator = operatorOf(node, this.context);
    const left = fieldOf(node, 'left');
    const right = fieldOf(node, 'right');
    if ((operator === '&&' || operator === '||') && left !== null && right !== null) {
      const next = this.block();
      const end = this.block();
      this.condition(left, operator === '&&' ? next : end, operator === '&&' ? end : next);
      this.current = next;
      this.expression(right);
      return this.join(end);
    }
    if (/^(?:[=!]=|[<>]=?)$/.test(operator)) return this.#leaf(node);
    this.#each(node);
  }

  /** `to = from`, and declarations with a value. */
  assign(to: CNode, from: CNode): void {
    const target = /declarator$/.test(to.type) ? (declaredName(to) ?? to) : to;
    const isName = bare(target).type === 'identifier';
    const value = subjectNode(from, this.context);
    const place = placeOf(target, this.context);
    if (bare(target).type === 'field_expression') this.#owner(bare(target));
    else if (!isName) this.expression(target);
    if (underCasts(from).type === 'assignment_expression') this.expression(underCasts(from));
    if (value.type === 'call_expression') {
      this.#call(value, place);
      if (place !== null) this.#number(place, value);
      if (place !== null && this.context.siteOf(value) === undefined) this.emit({ kind: 'clobber', place });
      return;
    }
    const source = this.#isAddress(value) ? null : placeOf(value, this.context);
    if (source !== null && place !== null) {
      this.emit({ kind: 'copy', from: source, to: place });
      if (!isName) this.#use(value, 'stored');
      return;
    }
    this.expression(from);
    if (place !== null) this.emit({ kind: 'clobber', place });
  }

  #number(place: Place, call: CNode): void {
    const name = this.context.calleeName(call);
    const first = argumentsOf(call)[0];
    const source = first === undefined ? null : placeOf(first, this.context);
    if (name === errorNumber && source !== null) this.#numbers.set(place, source);
    else this.#numbers.delete(place);
  }

  #call(node: CNode, into: Place | null): void {
    const name = this.context.calleeName(node);
    if (name === null) {
      const callee = fieldOf(node, 'function');
      if (callee !== null) this.expression(callee);
    }
    const looks = testOfCall(node, this.context) !== null || (name !== null && errorReaders.has(name));
    for (const argument of argumentsOf(node)) {
      if (looks) this.#subject(argument);
      else this.expression(argument);
    }
    const site = this.context.siteOf(node);
    if (site !== undefined) this.emit({ kind: 'call', site, into });
    if (into !== null && name !== null && isOutside(into) && this.context.names.takesReference(name)) this.keep(into);
  }

  /** The value leaves the function, or gets where nobody follows it. */
  #escapes(node: CNode): Escape | null {
    let at = outer(node);
    while (
      at.parent !== null &&
      (at.parent.type === 'cast_expression' ||
        (at.parent.type === 'conditional_expression' && at.field !== 'condition'))
    ) {
      at = outer(at.parent);
    }
    const { parent } = at;
    if (parent === null) return null;
    if (parent.type === 'return_statement') return 'returned';
    if (parent.type === 'initializer_list' || parent.type === 'initializer_pair') return 'stored';
    if (parent.type === 'assignment_expression' && at.field === 'right') {
      const left = fieldOf(parent, 'left');
      return left !== null && bare(left).type === 'identifier' ? null : 'stored';
    }
    const call = parent.type === 'argument_list' ? parent.parent : null;
    return call !== null && call.type === 'call_expression' && this.context.siteOf(call) === undefined
      ? 'argument'
      : null;
  }
}

/** A member, what a pointer points to, or a variable of the file. */
function isOutside(place: Place): boolean {
  return /->|\./.test(place) || place.endsWith('#0');
}
