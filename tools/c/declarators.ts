/** Names, types and values inside of declarations. */
import type { Node } from './grammar.js';
import { withoutComments } from './lexical.js';

/** One line, no comments, no continuations, no blanks at brackets. */
export function squeezed(text: string): string {
  return (/\/[/*]/.test(text) ? withoutComments(text) : text)
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\( /g, '(')
    .replace(/ \)/g, ')')
    .replace(/ ,/g, ',')
    .replace(/\* +(?=[\w*)])/g, '*')
    .trim();
}

export function enumValue(base: string, steps: number): string {
  if (base === '') return String(steps);
  if (steps === 0) return base;
  if (/^-?\d+$/.test(base)) return String(Number(base) + steps);
  return /^\w+$/.test(base) ? `${base} + ${steps}` : `(${base}) + ${steps}`;
}

/** The function declarator inside of pointers; null for a variable, and for a pointer to a function. */
export function functionDeclarator(declarator: Node): Node | null {
  let at: Node | null = declarator;
  while (at !== null && at.type === 'pointer_declarator') at = at.childForFieldName('declarator');
  if (at?.type !== 'function_declarator') return null;
  const inner = at.childForFieldName('declarator');
  return inner?.type === 'parenthesized_declarator' && /^\(\s*\*/.test(inner.text) ? null : at;
}

/** The name inside of a declarator. */
export function innermost(declarator: Node): Node | null {
  let at: Node | null = declarator;
  while (at !== null && !/^(?:identifier|field_identifier|type_identifier|primitive_type)$/.test(at.type)) {
    at =
      at.childForFieldName('declarator') ??
      at.namedChildren.find((child) => /declarator|identifier/.test(child.type)) ??
      null;
  }
  return at;
}

/** Text of a node without one part of it. */
export function without(text: string, node: Node, part: Node): string {
  return text.slice(node.startIndex, part.startIndex) + text.slice(part.endIndex, node.endIndex);
}

/** `struct x *` of `static inline struct x *f(void)`. */
export function resultOf(text: string, node: Node, declarator: Node, name: Node): string {
  const stars = text.slice(declarator.startIndex, name.startIndex).replace(/[^*]/g, '');
  return typeText(`${typeBefore(text, node, declarator)} ${stars}`);
}

export function typeBefore(text: string, node: Node, declarator: Node): string {
  const first = node.childrenForFieldName('declarator')[0] ?? declarator;
  return typeText(text.slice(node.startIndex, Math.min(first.startIndex, declarator.startIndex)));
}

function typeText(text: string): string {
  return squeezed(
    text.replace(
      /\b(?:static|extern|inline|__always_inline|__inline__?|register|asmlinkage|__must_check|noinline|__init)\b/g,
      ' ',
    ),
  );
}

export function allOf(node: Node, type: string): Node[] {
  return node.namedChildren.flatMap((child) =>
    child.type === type ? [child] : /^preproc|ERROR/.test(child.type) ? allOf(child, type) : [],
  );
}
