/** Variables of a function: what a name stands for at a place, and what type it has. */
import { type CNode, declaredName, fieldOf, walk } from './syntax.js';
import { typeName } from './type-names.js';

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly declared: number;
  /** Where the name means this variable. */
  readonly start: number;
  readonly end: number;
  /** Lives longer than one call. */
  readonly isStatic: boolean;
  readonly isParameter: boolean;
}

/** Text of a node. */
export type TextOf = (node: CNode) => string;

/** Variables of one function, inner ones found first. */
export class Scopes {
  readonly #byName = new Map<string, Variable[]>();

  constructor(definition: CNode, textOf: TextOf) {
    for (const node of walk(definition)) {
      if (node.type === 'parameter_declaration') this.#parameter(node, definition, textOf);
      else if (node.type === 'declaration') this.#declaration(node, textOf);
    }
  }

  /** The variable that a name means at an offset; undefined for none of this function. */
  find(name: string, at: number): Variable | undefined {
    let best: Variable | undefined;
    for (const variable of this.#byName.get(name) ?? []) {
      if (variable.start > at || variable.end <= at) continue;
      if (best === undefined || variable.start >= best.start) best = variable;
    }
    return best;
  }

  /** Every variable that can be named at an offset. */
  visible(at: number): readonly Variable[] {
    return [...this.#byName.keys()].flatMap((name) => this.find(name, at) ?? []);
  }

  #add(variable: Variable): void {
    const same = this.#byName.get(variable.name);
    if (same === undefined) this.#byName.set(variable.name, [variable]);
    else same.push(variable);
  }

  #parameter(node: CNode, definition: CNode, textOf: TextOf): void {
    const declarator = fieldOf(node, 'declarator');
    const name = declarator === null ? null : declaredName(declarator);
    if (declarator === null || name === null || !isOwnParameter(node, definition)) return;
    this.#add({
      name: textOf(name),
      type: declaredType(node, declarator, textOf),
      declared: name.start,
      start: definition.start,
      end: definition.end,
      isStatic: false,
      isParameter: true,
    });
  }

  #declaration(node: CNode, textOf: TextOf): void {
    const block = blockOf(node);
    if (block === null) return;
    const isStatic = node.children.some(
      (child) => child.type === 'storage_class_specifier' && textOf(child) === 'static',
    );
    for (const declarator of node.children.filter(({ field }) => field === 'declarator')) {
      const name = declaredName(declarator);
      if (name === null) continue;
      this.#add({
        name: textOf(name),
        type: declaredType(node, declarator, textOf),
        declared: name.start,
        start: block.type === 'function_definition' ? block.start : name.start,
        end: block.end,
        isStatic,
        isParameter: block.type === 'function_definition',
      });
    }
  }
}

function isOwnParameter(node: CNode, definition: CNode): boolean {
  const list = node.parent;
  const declarator = list?.parent;
  let at = fieldOf(definition, 'declarator');
  while (at !== null && at.type !== 'function_declarator') at = fieldOf(at, 'declarator') ?? at.children[0] ?? null;
  return declarator === at;
}

function blockOf(node: CNode): CNode | null {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === 'compound_statement' || at.type === 'for_statement' || at.type === 'function_definition') return at;
  }
  return null;
}

/** Type of a declarator: the type before it, its stars, arrays as pointers. */
export function declaredType(declaration: CNode, declarator: CNode, textOf: TextOf): string {
  const type = fieldOf(declaration, 'type');
  if (type === null) return '';
  const tag = fieldOf(type, 'name');
  const word = /^(struct|union|enum)_specifier$/.exec(type.type)?.[1];
  const base = word === undefined ? textOf(type) : `${word} ${tag === null ? '' : textOf(tag)}`;
  let stars = '';
  let at: CNode | null = declarator.type === 'init_declarator' ? fieldOf(declarator, 'declarator') : declarator;
  while (at !== null && !/identifier$/.test(at.type)) {
    if (at.type === 'pointer_declarator' || at.type === 'array_declarator') stars += '*';
    if (at.type === 'function_declarator') return '';
    at = fieldOf(at, 'declarator') ?? at.children.find(({ type: kind }) => /declarator|identifier/.test(kind)) ?? null;
  }
  return typeName(`${base} ${stars}`);
}
