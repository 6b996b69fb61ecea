/** A tree of its own, detached from the parser's memory: with parents, in offsets of the file. */
import type { Node } from '../grammar.js';

export interface CNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Name of the field of its parent, or null. */
  readonly field: string | null;
  readonly children: readonly CNode[];
  readonly parent: CNode | null;
}

interface Draft {
  type: string;
  start: number;
  end: number;
  field: string | null;
  children: Draft[];
  parent: Draft | null;
}

/** Copies a tree; of tokens without a name only those that are fields (operators) stay. */
export function copyTree(root: Node, shift: number): CNode {
  const cursor = root.walk();
  const make = (parent: Draft | null): Draft => ({
    type: cursor.nodeType,
    start: cursor.startIndex + shift,
    end: cursor.endIndex + shift,
    field: cursor.currentFieldName,
    children: [],
    parent,
  });
  const top = make(null);
  let at = top;
  let isInside = cursor.gotoFirstChild();
  // Walks without recursion: hostile nesting is deep.
  while (isInside) {
    if (cursor.nodeIsNamed || cursor.currentFieldName === 'operator') {
      const node = make(at);
      at.children.push(node);
      if (cursor.gotoFirstChild()) {
        at = node;
        continue;
      }
    }
    while (!cursor.gotoNextSibling()) {
      if (at === top || !cursor.gotoParent()) {
        isInside = false;
        break;
      }
      at = at.parent!;
    }
  }
  cursor.delete();
  return top;
}

export function fieldOf(node: CNode, field: string): CNode | null {
  return node.children.find((child) => child.field === field) ?? null;
}

/** Parentheses around an expression, taken off. */
export function bare(node: CNode): CNode {
  let at = node;
  while (at.type === 'parenthesized_expression') {
    const inside = at.children.find((child) => child.type !== 'comment');
    if (inside === undefined) break;
    at = inside;
  }
  return at;
}

/** The outermost node that only puts parentheses around this one. */
export function outer(node: CNode): CNode {
  let at = node;
  while (at.parent?.type === 'parenthesized_expression') at = at.parent;
  return at;
}

/** Under parentheses and casts. */
export function underCasts(node: CNode): CNode {
  let at = bare(node);
  while (at.type === 'cast_expression') {
    const value = fieldOf(at, 'value');
    if (value === null) break;
    at = bare(value);
  }
  return at;
}

export function argumentsOf(call: CNode): readonly CNode[] {
  return (fieldOf(call, 'arguments')?.children ?? []).filter(({ type }) => type !== 'comment');
}

export function enclosing(node: CNode, type: string): CNode | null {
  for (let at: CNode | null = node; at !== null; at = at.parent) if (at.type === type) return at;
  return null;
}

/** Every node below and the node itself, in order, without recursion. */
export function* walk(root: CNode): Generator<CNode> {
  const stack = [root];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    yield at;
    for (let index = at.children.length - 1; index >= 0; index--) stack.push(at.children[index]!);
  }
}

/** The name that a declarator declares. */
export function declaredName(declarator: CNode): CNode | null {
  let at: CNode | null = declarator;
  while (at !== null && !/^(?:identifier|field_identifier|type_identifier)$/.test(at.type)) {
    at = fieldOf(at, 'declarator') ?? at.children.find(({ type }) => /declarator|identifier/.test(type)) ?? null;
  }
  return at;
}
