/** What a name is where it stands, told by the tree around it. */
import type { Node } from './grammar.js';
import type { HitKind, Span } from './model.js';

export interface Classified {
  readonly kind: HitKind;
  /** Kind `local`, and statics of the file: where the name means this instead of the symbol; offsets of the tree. */
  readonly scope?: Span;
  readonly reason?: string;
}

const declarators = new Set([
  'function_declarator',
  'pointer_declarator',
  'array_declarator',
  'parenthesized_declarator',
  'init_declarator',
  'attributed_declarator',
]);

const brokenReason = 'the code around it does not parse';

/** Classifies a leaf of the tree that is the name. `text` is what was parsed. */
export function classify(leaf: Node, text: string): Classified {
  switch (leaf.type) {
    case 'identifier':
      return identifier(leaf, text);
    case 'type_identifier':
      return typeName(leaf, text);
    case 'field_identifier':
      return { kind: 'member' };
    case 'statement_identifier':
      return { kind: 'local', scope: { start: leaf.startIndex, end: leaf.endIndex } };
    default:
      return { kind: 'unread', reason: brokenReason };
  }
}

function identifier(leaf: Node, text: string): Classified {
  const parent = leaf.parent;
  if (parent === null) return { kind: 'unread', reason: brokenReason };
  if (parent.type === 'enumerator') {
    return parent.childForFieldName('name')?.id === leaf.id ? { kind: 'declaration' } : { kind: 'reference' };
  }
  const declared = declaredBy(leaf);
  if (declared !== null) return declaration(leaf, declared, text);
  if (parent.type === 'declaration' || parent.type === 'parameter_declaration') {
    return declaration(leaf, parent, text);
  }
  if (parent.type === 'parameter_list') return { kind: 'local', scope: functionSpan(parent) };
  if (isBroken(leaf)) return { kind: 'unread', reason: brokenReason };
  if (isCallee(leaf)) return { kind: 'call' };
  return { kind: isExport(leaf) ? 'export' : 'reference' };
}

function typeName(leaf: Node, text: string): Classified {
  const parent = leaf.parent;
  if (isBroken(leaf)) return { kind: 'unread', reason: brokenReason };
  // The grammar takes `NAME(x);` for a declaration of x when something near it confuses it.
  if (parent?.type === 'declaration' && followsBracket(leaf, text)) return { kind: 'call' };
  if (/^(?:struct|union|enum)_specifier$/.test(parent?.type ?? '')) {
    return { kind: parent?.childForFieldName('body') === null ? 'type' : 'declaration' };
  }
  if (parent?.type === 'type_definition' && parent.childForFieldName('declarator')?.id === leaf.id) {
    return { kind: 'declaration' };
  }
  return { kind: 'type' };
}

function followsBracket(leaf: Node, text: string): boolean {
  return /^\s*\(/.test(text.slice(leaf.endIndex, leaf.endIndex + 80));
}

/** The declaration, definition or parameter that a declarator around the leaf belongs to; null for a use. */
function declaredBy(leaf: Node): Node | null {
  let node: Node = leaf;
  for (let parent = node.parent; parent !== null; parent = node.parent) {
    if (!declarators.has(parent.type)) {
      return node.id !== leaf.id && /^(?:declaration|function_definition|parameter_declaration)$/.test(parent.type)
        ? parent
        : null;
    }
    const declarator = parent.childForFieldName('declarator') ?? parent.namedChild(0);
    if (declarator?.id !== node.id) return null;
    node = parent;
  }
  return null;
}

function declaration(leaf: Node, around: Node, text: string): Classified {
  if (around.type === 'function_definition') {
    const isOwn = isStatic(around) && !/\binline\b/.test(text.slice(around.startIndex, leaf.startIndex));
    return isOwn ? { kind: 'definition', scope: { start: 0, end: Infinity } } : { kind: 'definition' };
  }
  if (around.type === 'parameter_declaration') return { kind: 'local', scope: functionSpan(around) };
  const block = blockAround(around);
  if (block === null) {
    const isVariable = isStatic(around) && !/^\s*\(/.test(text.slice(leaf.endIndex, leaf.endIndex + 80));
    return isVariable ? { kind: 'local', scope: { start: 0, end: Infinity } } : { kind: 'declaration' };
  }
  // A prototype inside of a function names the same function.
  const isPrototype = leaf.parent?.type === 'function_declarator' && !isStatic(around);
  if (isPrototype) return { kind: 'declaration' };
  const isOldStyle = around.parent?.type === 'function_definition';
  return { kind: 'local', scope: { start: isOldStyle ? block.startIndex : leaf.startIndex, end: block.endIndex } };
}

function isStatic(node: Node): boolean {
  return node.children.some((child) => child.type === 'storage_class_specifier' && child.text === 'static');
}

/** The innermost block, loop or function that a declaration is local to. */
function blockAround(node: Node): Node | null {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === 'compound_statement' || at.type === 'for_statement' || at.type === 'function_definition') return at;
  }
  return null;
}

function functionSpan(node: Node): Span {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === 'function_definition') return { start: at.startIndex, end: at.endIndex };
    if (at.type === 'declaration' || at.type === 'field_declaration') break;
  }
  return { start: node.startIndex, end: node.endIndex };
}

/** True when no function is found before something that does not parse. */
function isBroken(leaf: Node): boolean {
  for (let at: Node | null = leaf.parent; at !== null; at = at.parent) {
    if (at.type === 'function_definition' && !at.isError) return leaf.parent?.type === 'ERROR';
    if (at.type === 'ERROR') return true;
  }
  return false;
}

/** `f(x)`, `(f)(x)`, `(*f)(x)`. */
function isCallee(leaf: Node): boolean {
  let node: Node = leaf;
  for (let parent = node.parent; parent !== null; parent = node.parent) {
    if (parent.type === 'call_expression') return parent.childForFieldName('function')?.id === node.id;
    const isWrapped =
      parent.type === 'parenthesized_expression' ||
      (parent.type === 'pointer_expression' && node.parent?.parent?.type === 'parenthesized_expression');
    if (!isWrapped) return false;
    node = parent;
  }
  return false;
}

function isExport(leaf: Node): boolean {
  const call = leaf.parent?.type === 'argument_list' ? leaf.parent.parent : null;
  return /^_*EXPORT_\w*SYMBOL|^EXPORT_SYMBOL/.test(call?.childForFieldName('function')?.text ?? '');
}

/** The function definition around a node, or null. */
export function functionAround(node: Node): Node | null {
  for (let at: Node | null = node; at !== null; at = at.parent) if (at.type === 'function_definition') return at;
  return null;
}

/** Name of a function definition. */
export function functionName(definition: Node): string | null {
  let at = definition.childForFieldName('declarator');
  while (at !== null && at.type !== 'identifier') at = at.childForFieldName('declarator') ?? at.namedChild(0);
  return at?.text ?? null;
}
