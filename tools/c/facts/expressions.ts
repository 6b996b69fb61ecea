/** Facts of one expression: its types under casts, its value, the place that it reads. */
import type { ExpressionFacts, LiteralKind, Place } from '../../call-sites/model.js';
import type { UnitContext } from './context.js';
import { containers, transparent } from './kernel-idioms.js';
import { lazily } from './lazily.js';
import { argumentsOf, bare, type CNode, fieldOf, underCasts } from './syntax.js';
import { isPointer, pointeeOf, pointerTo, tagOf, typeName } from './type-names.js';

/** Static type of an expression, or null when nothing tells. */
export function typeOf(node: CNode, context: UnitContext, depth = 0): string | null {
  if (depth > 40) return null;
  const of = (inner: CNode | null) => (inner === null ? null : typeOf(inner, context, depth + 1));
  const at = bare(node);
  switch (at.type) {
    case 'identifier':
      return typeOfName(at, context);
    case 'field_expression':
      return typeOfMember(at, context, of(fieldOf(at, 'argument')));
    case 'call_expression':
      return typeOfCall(at, context, of);
    case 'cast_expression':
    case 'compound_literal_expression': {
      const type = fieldOf(at, 'type');
      return type === null ? null : typeName(context.textOf(type));
    }
    case 'pointer_expression': {
      const inner = of(fieldOf(at, 'argument'));
      if (inner === null) return null;
      return context.textOf(at).startsWith('&') ? pointerTo(inner) : pointeeOf(inner);
    }
    case 'subscript_expression': {
      const inner = of(fieldOf(at, 'argument'));
      return inner === null ? null : pointeeOf(inner);
    }
    case 'assignment_expression':
      return of(fieldOf(at, 'left'));
    case 'comma_expression':
      return of(fieldOf(at, 'right'));
    case 'conditional_expression':
      return of(fieldOf(at, 'consequence')) ?? of(fieldOf(at, 'alternative'));
    case 'binary_expression':
      return typeOfBinary(at, context, of);
    case 'unary_expression':
      return context.textOf(at).startsWith('!') ? 'int' : of(fieldOf(at, 'argument'));
    case 'update_expression':
      return of(fieldOf(at, 'argument'));
    case 'number_literal':
    case 'char_literal':
    case 'true':
    case 'false':
      return 'int';
    case 'string_literal':
    case 'concatenated_string':
      return 'char *';
    case 'sizeof_expression':
      return 'size_t';
    default:
      return null;
  }
}

function typeOfName(node: CNode, context: UnitContext): string | null {
  const variable = context.variable(node);
  if (variable !== undefined) return variable.type === '' ? null : variable.type;
  return context.types.variable(context.textOf(node)) ?? null;
}

function typeOfMember(node: CNode, context: UnitContext, owner: string | null): string | null {
  const field = fieldOf(node, 'field');
  if (field === null || owner === null) return null;
  const tag = tagOf(owner) ?? tagOf(context.types.typedef(owner.replace(/[\s*]+$/, '')) ?? '');
  return tag === null ? null : (context.types.member(tag, context.textOf(field)) ?? null);
}

function typeOfCall(node: CNode, context: UnitContext, of: (inner: CNode | null) => string | null): string | null {
  const name = context.calleeName(node);
  if (name === null) return null;
  const args = argumentsOf(node);
  if (containers.has(name)) {
    const given = args[1];
    if (given === undefined) return null;
    const text = `${tagBefore(context, given)}${context.textOf(given)}`;
    return pointerTo(typeName(text));
  }
  if (transparent.has(name) && args[0] !== undefined) return of(args[0]);
  const own = context.siteOf(node) === undefined ? undefined : context.names.resultOf(name);
  return own === undefined ? (context.types.result(name) ?? null) : typeName(own);
}

/** The word in front of a type among arguments, which was blanked for the grammar. */
function tagBefore(context: UnitContext, node: CNode): string {
  const before = context.text.slice(Math.max(0, node.start - context.shift - 80), node.start - context.shift);
  return /\b(?:struct|union|enum)\s+$/.exec(before)?.[0] ?? '';
}

function typeOfBinary(node: CNode, context: UnitContext, of: (inner: CNode | null) => string | null): string | null {
  const operator = fieldOf(node, 'operator');
  if (operator !== null && /^(?:==|!=|<=?|>=?|&&|\|\|)$/.test(context.textOf(operator))) return 'int';
  const left = of(fieldOf(node, 'left'));
  return isPointer(left) ? left : (of(fieldOf(node, 'right')) ?? left);
}

/** Types as it is passed first, then under each cast. */
function layeredTypes(node: CNode, context: UnitContext): readonly string[] {
  const types: string[] = [];
  let at = bare(node);
  for (;;) {
    const type = typeOf(at, context);
    if (type !== null && type !== '') {
      if (!types.includes(type)) types.push(type);
      const plain = context.types.typedef(type.replace(/[\s*]+$/, ''));
      if (plain !== undefined) {
        const stars = type.match(/\*+$/)?.[0] ?? '';
        const full = typeName(`${plain} ${stars}`);
        if (!types.includes(full)) types.push(full);
      }
    }
    const value = at.type === 'cast_expression' ? fieldOf(at, 'value') : null;
    if (value === null) return types;
    at = bare(value);
  }
}

function literalOf(node: CNode, context: UnitContext): LiteralKind | null {
  switch (node.type) {
    case 'null':
      return 'null';
    case 'true':
    case 'false':
      return 'boolean';
    case 'number_literal':
    case 'char_literal':
      return 'number';
    case 'string_literal':
    case 'concatenated_string':
      return 'string';
    case 'initializer_list':
    case 'compound_literal_expression':
      return 'object';
    case 'unary_expression': {
      const inner = fieldOf(node, 'argument');
      const isSigned = /^[-+~]/.test(context.textOf(node));
      return isSigned && inner !== null && bare(inner).type === 'number_literal' ? 'number' : null;
    }
    default:
      return null;
  }
}

/** Normal form of a literal or of a named constant; null for any other expression. */
export function valueOf(node: CNode, context: UnitContext): string | null {
  const at = underCasts(node);
  const kind = literalOf(at, context);
  const text = context.textOf(at);
  if (kind === 'null') return 'null';
  if (kind === 'boolean') return at.type;
  if (kind === 'number') return numberText(text);
  if (kind === 'string') return text.replace(/^\w*"|"$/g, '');
  if (at.type === 'identifier') {
    if (text === 'NULL') return 'null';
    return context.variable(at) === undefined ? text : null;
  }
  if (at.type === 'pointer_expression' && text.startsWith('&')) {
    const inner = fieldOf(at, 'argument');
    const isName = inner !== null && bare(inner).type === 'identifier' && context.variable(bare(inner)) === undefined;
    return isName ? `&${context.textOf(bare(inner))}` : null;
  }
  return null;
}

function numberText(text: string): string {
  const plain = text.replace(/\s+/g, '').replace(/[uUlL]+$/, '');
  const value = Number(plain.replace(/^[-+~]/, ''));
  if (Number.isNaN(value) || plain.startsWith('~')) return plain;
  return plain.startsWith('-') ? String(-value) : String(value);
}

/** Key of the variable or member path that an expression reads; null for any other. */
export function placeOf(node: CNode, context: UnitContext): Place | null {
  const at = underCasts(node);
  if (at.type === 'identifier') {
    const name = context.textOf(at);
    const variable = context.variable(at);
    if (variable !== undefined) return `${name}#${variable.declared}`;
    if (/^[A-Z0-9_]+$/.test(name) || name === 'NULL' || context.functionByName.has(name)) return null;
    return `${name}#0`;
  }
  if (at.type === 'field_expression') {
    const owner = fieldOf(at, 'argument');
    const field = fieldOf(at, 'field');
    const base = owner === null ? null : placeOf(owner, context);
    if (base === null || owner === null || field === null) return null;
    const between = context.text.slice(owner.end - context.shift, field.start - context.shift).trim();
    return `${base}${between}${context.textOf(field)}`;
  }
  if (at.type === 'pointer_expression') {
    const inner = fieldOf(at, 'argument');
    const place = inner === null ? null : placeOf(inner, context);
    return place === null || context.textOf(at).startsWith('&') ? place : `${place}->*`;
  }
  return null;
}

/** The functions that an argument leads to: one itself, or a structure that holds some. */
function handlersOf(node: CNode, context: UnitContext): readonly number[] {
  const at = underCasts(node);
  const inner = at.type === 'pointer_expression' ? underCasts(fieldOf(at, 'argument') ?? at) : at;
  if (inner.type === 'identifier') {
    const own = context.functionByName.get(context.textOf(inner));
    if (own !== undefined) return [own];
  }
  const word = inner.type === 'field_expression' ? fieldOf(inner, 'field') : inner;
  return word === null ? [] : (context.handlersByWord.get(context.textOf(word)) ?? []);
}

export function expressionFacts(node: CNode, context: UnitContext): ExpressionFacts {
  const value = valueOf(node, context);
  const types = lazily(() => layeredTypes(node, context));
  const handlers = lazily(() => handlersOf(node, context));
  return {
    start: node.start,
    end: node.end,
    text: context.textOf(node),
    literal: value === 'null' ? 'null' : literalOf(underCasts(node), context),
    value,
    place: placeOf(node, context),
    get types() {
      return types();
    },
    get handlers() {
      return handlers();
    },
  };
}
