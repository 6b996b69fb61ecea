/** Reads the declarations of a header: functions, macros, constants, types and their members, both sides of `#if`. */
import { blanked } from './blank.js';
import { conditionsOf, isNegated, type Conditions } from './conditions.js';
import type { CDeclaration, CDeclarations, CParameter } from './declared.js';
import { definesOf } from './defines.js';
import { type Node, withTree } from './grammar.js';
import {
  allOf,
  enumValue,
  functionDeclarator,
  innermost,
  resultOf,
  squeezed,
  typeBefore,
  without,
} from './declarators.js';
import { lexical, type Lexical, regionAt } from './lexical.js';
import { LineIndex } from '../diagnostics/line-index.js';

/** Declarations in order of the text. Needs `loadGrammar` before; throws ParseLimitError. */
export function readDeclarations(text: string): CDeclarations {
  return withTree(blanked(text), (root) => declarationsIn(root, text));
}

/** Declarations of a parsed text. */
export function declarationsIn(root: Node, text: string): CDeclarations {
  const reader = new Reader(text);
  reader.readFile(root);
  reader.readMacros();
  return reader.finish();
}

type Parts = Partial<CDeclaration> & Pick<CDeclaration, 'name' | 'kind' | 'signature'>;

class Reader {
  readonly #text: string;
  readonly #lexical: Lexical;
  readonly #lines: LineIndex;
  readonly #conditions: Conditions;
  readonly #found: CDeclaration[] = [];
  readonly #broken: { line: number; column: number; text: string }[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#lexical = lexical(text);
    this.#lines = new LineIndex(text);
    this.#conditions = conditionsOf(text, this.#lexical);
  }

  finish(): CDeclarations {
    return { declarations: this.#found.sort((a, b) => a.start - b.start), broken: this.#broken };
  }

  readFile(root: Node): void {
    for (const node of root.namedChildren) this.#item(node);
  }

  #item(node: Node): void {
    switch (node.type) {
      case 'function_definition':
        this.#function(node, node.childForFieldName('body'));
        break;
      case 'declaration':
        this.#declaration(node);
        break;
      case 'type_definition':
        this.#typedef(node);
        break;
      case 'struct_specifier':
      case 'union_specifier':
      case 'enum_specifier':
        this.#tagged(node, node);
        break;
      case 'preproc_if':
      case 'preproc_ifdef':
      case 'preproc_else':
      case 'preproc_elif':
      case 'preproc_elifdef':
      case 'linkage_specification':
      case 'declaration_list':
        for (const child of node.namedChildren) this.#item(child);
        break;
      case 'ERROR':
        this.#error(node);
        break;
      default:
    }
  }

  /** What is whole inside of broken text is read all the same. */
  #error(node: Node): void {
    this.#broken.push({ ...this.#lines.at(node.startIndex), text: squeezed(node.text).slice(0, 60) });
    for (const child of node.namedChildren) if (child.type !== 'ERROR') this.#item(child);
  }

  /** Errors inside of a declaration; those in members and bodies are about something else. */
  #errorsIn(node: Node): void {
    if (!node.hasError) return;
    for (const child of node.children) {
      if (child.isError || child.isMissing) {
        this.#broken.push({ ...this.#lines.at(child.startIndex), text: squeezed(node.text).slice(0, 60) });
        return;
      }
      if (!/^(?:field_declaration_list|compound_statement)$/.test(child.type)) this.#errorsIn(child);
    }
  }

  #declaration(node: Node): void {
    this.#errorsIn(node);
    const type = node.childForFieldName('type');
    if (type !== null && /^(?:struct|union|enum)_specifier$/.test(type.type)) this.#tagged(type, node);
    for (const declarator of node.childrenForFieldName('declarator')) {
      if (declarator === null) continue;
      if (functionDeclarator(declarator) !== null) this.#function(node, null, declarator);
      else this.#variable(node, declarator);
    }
  }

  #function(node: Node, body: Node | null, declarator: Node | null = node.childForFieldName('declarator')): void {
    const inner = declarator === null ? null : functionDeclarator(declarator);
    const nameNode = inner === null ? null : innermost(inner);
    if (declarator === null || inner === null || nameNode === null) return;
    const end = body === null ? declarator.endIndex : body.startIndex;
    const head = squeezed(this.#text.slice(node.startIndex, end));
    const parameters = inner.childForFieldName('parameters');
    const params = parameters === null ? [] : this.#params(parameters);
    this.#add(node, {
      name: nameNode.text,
      kind: 'function',
      signature: `${head};`,
      params,
      isVariadic: parameters?.namedChildren.some((child) => child.type === 'variadic_parameter') ?? false,
      result: resultOf(this.#text, node, declarator, nameNode),
      body: body === null ? null : squeezed(this.#text.slice(body.startIndex, body.endIndex)),
    });
  }

  #params(list: Node): CParameter[] {
    const params: CParameter[] = [];
    for (const child of list.namedChildren) {
      if (child.type === 'identifier') params.push({ name: child.text, type: 'int' });
      if (child.type !== 'parameter_declaration') continue;
      const text = squeezed(this.#text.slice(child.startIndex, child.endIndex));
      const declarator = child.childForFieldName('declarator');
      const name = declarator === null ? null : innermost(declarator);
      if (text === 'void' && params.length === 0) continue;
      params.push({
        name: name?.text ?? '',
        type: name === null ? text : squeezed(without(this.#text, child, name)),
      });
    }
    return params;
  }

  #variable(node: Node, declarator: Node): void {
    const name = innermost(declarator);
    if (name === null) return;
    const head = squeezed(this.#text.slice(node.startIndex, node.endIndex));
    this.#add(node, {
      name: name.text,
      kind: 'variable',
      signature: head,
      result: typeBefore(this.#text, node, declarator),
    });
  }

  #typedef(node: Node): void {
    const type = node.childForFieldName('type');
    if (type !== null && /^(?:struct|union|enum)_specifier$/.test(type.type)) this.#tagged(type, node);
    for (const declarator of node.childrenForFieldName('declarator')) {
      const name = declarator === null ? null : innermost(declarator);
      if (name === null) continue;
      this.#add(node, {
        name: name.text,
        kind: 'type',
        signature: squeezed(this.#text.slice(node.startIndex, node.endIndex)).replace(/ ?;$/, ''),
      });
    }
  }

  /** A structure, a union or an enum with its body; a mere mention declares a type that is opaque. */
  #tagged(type: Node, around: Node): void {
    const name = type.childForFieldName('name');
    const body = type.childForFieldName('body');
    const word = type.type.replace('_specifier', '');
    if (body === null) {
      const isForward = around.type === 'struct_specifier' || around.type === 'union_specifier';
      if (name !== null && isForward)
        this.#add(around, { name: name.text, kind: 'type', signature: `${word} ${name.text}` });
      return;
    }
    const text = squeezed(this.#text.slice(type.startIndex, type.endIndex));
    if (name !== null) this.#add(type, { name: name.text, kind: 'type', signature: text, value: squeezed(body.text) });
    if (word === 'enum') this.#enumerators(body);
    else if (name !== null) this.#members(name.text, body);
  }

  #enumerators(body: Node): void {
    let base = '';
    let steps = -1;
    for (const item of body.namedChildren) {
      const name = item.type === 'enumerator' ? item.childForFieldName('name') : null;
      if (name === null) continue;
      const written = item.childForFieldName('value');
      if (written !== null) [base, steps] = [squeezed(written.text), 0];
      else steps++;
      const value = enumValue(base, steps);
      this.#add(item, { name: name.text, kind: 'constant', signature: `${name.text} = ${value}`, value });
    }
  }

  #members(owner: string, body: Node): void {
    for (const field of allOf(body, 'field_declaration')) {
      const inside = field.childForFieldName('type')?.childForFieldName('body') ?? null;
      // Members of a nameless structure belong to the one around it.
      if (inside !== null && field.childForFieldName('declarator') === null) this.#members(owner, inside);
      for (const declarator of field.childrenForFieldName('declarator')) {
        const name = declarator === null ? null : innermost(declarator);
        if (declarator === null || name === null) continue;
        const text = squeezed(this.#text.slice(field.startIndex, field.endIndex)).replace(/ ?;$/, '');
        const result = squeezed(without(this.#text, field, name)).replace(/ ?;$/, '');
        this.#add(field, { name: `${owner}.${name.text}`, kind: 'member', signature: text, result });
      }
    }
  }

  readMacros(): void {
    for (const define of definesOf(this.#text, this.#lexical)) {
      const value = squeezed(this.#text.slice(define.bodyStart, define.bodyEnd));
      if (define.params === null && value === '') continue;
      const head = squeezed(this.#text.slice(define.nameStart, define.bodyStart));
      this.#add(
        { startIndex: define.start, endIndex: define.end },
        {
          name: define.name,
          kind: define.params === null ? 'constant' : 'macro',
          signature: `#define ${head} ${value}`.trim(),
          params: (define.params ?? []).map((name) => ({ name, type: '' })),
          value,
        },
      );
    }
  }

  #add(at: { startIndex: number; endIndex: number }, parts: Parts): void {
    const head = this.#text.slice(at.startIndex, at.endIndex).split('{')[0] ?? '';
    const conditions = this.#conditions.at(at.startIndex);
    const standsIn = (parts.kind === 'function' && parts.body != null) || parts.kind === 'macro';
    this.#found.push({
      params: [],
      isVariadic: false,
      result: '',
      value: '',
      body: null,
      start: at.startIndex,
      end: at.endIndex,
      ...this.#lines.at(at.startIndex),
      conditions,
      isStatic: parts.kind === 'function' && /\bstatic\b/.test(head),
      isInline: parts.kind === 'function' && /\b(?:__always_)?inline\b|\b__inline__?\b/.test(head),
      isStub: standsIn && conditions.some(isNegated),
      isDocumented: this.#isDocumented(at.startIndex),
      ...parts,
    });
  }

  #isDocumented(start: number): boolean {
    let at = start - 1;
    while (at >= 0 && /\s/.test(this.#text[at]!)) at--;
    const comment = at < 0 ? undefined : regionAt(this.#lexical.comments, at);
    return comment !== undefined && this.#text.startsWith('/**', comment.start);
  }
}
