/** What the facts of one parsed text are made with. */
import type { ApiNames } from '../api-names.js';
import type { DeclaredNames, NameSource } from './name-source.js';
import { bare, type CNode, enclosing, fieldOf } from './syntax.js';
import { Scopes, type Variable } from './scopes.js';

export class UnitContext {
  /** Text of the unit; `shift` brings its offsets to the file. */
  readonly text: string;
  readonly shift: number;
  readonly names: ApiNames;
  readonly types: NameSource;
  /** What the file itself declares. */
  readonly own: () => DeclaredNames;
  /** Functions of the file by name, for handlers. */
  readonly functionByName: ReadonlyMap<string, number>;
  /** Functions that are assigned to a member of something, by the last word of its path. */
  readonly handlersByWord: ReadonlyMap<string, readonly number[]>;
  /** Site of a call of the API, by offset of its callee. */
  readonly siteByCallee: ReadonlyMap<number, number>;
  readonly #indexOf: (start: number) => number;
  readonly #scopes = new Map<CNode, Scopes>();

  constructor(parts: {
    readonly text: string;
    readonly shift: number;
    readonly names: ApiNames;
    readonly types: NameSource;
    readonly own: () => DeclaredNames;
    readonly functionByName: ReadonlyMap<string, number>;
    readonly handlersByWord: ReadonlyMap<string, readonly number[]>;
    readonly siteByCallee: ReadonlyMap<number, number>;
    /** Index of the function that starts at an offset. */
    readonly indexOf: (start: number) => number;
  }) {
    this.text = parts.text;
    this.shift = parts.shift;
    this.names = parts.names;
    this.types = parts.types;
    this.own = parts.own;
    this.functionByName = parts.functionByName;
    this.handlersByWord = parts.handlersByWord;
    this.siteByCallee = parts.siteByCallee;
    this.#indexOf = parts.indexOf;
  }

  textOf(node: { readonly start: number; readonly end: number }): string {
    return this.text.slice(node.start - this.shift, node.end - this.shift);
  }

  functionOf(node: CNode): number {
    const definition = enclosing(node, 'function_definition');
    return definition === null ? 0 : this.#indexOf(definition.start);
  }

  variable(name: CNode): Variable | undefined {
    const definition = enclosing(name, 'function_definition');
    return definition === null ? undefined : this.scopes(definition).find(this.textOf(name), name.start);
  }

  /** Variables of a function. */
  scopes(definition: CNode): Scopes {
    let scopes = this.#scopes.get(definition);
    if (scopes === undefined) {
      scopes = new Scopes(definition, (node) => this.textOf(node));
      this.#scopes.set(definition, scopes);
    }
    return scopes;
  }

  /** Name of what a call calls, under parentheses; null for a member or a computed callee. */
  calleeName(call: CNode): string | null {
    const callee = this.calleeNode(call);
    return callee === null ? null : this.textOf(callee);
  }

  calleeNode(call: CNode): CNode | null {
    let at: CNode | null = fieldOf(call, 'function');
    while (at !== null && at.type !== 'identifier') {
      if (at.type === 'pointer_expression') at = fieldOf(at, 'argument');
      else if (at.type === 'parenthesized_expression') at = bare(at) === at ? null : bare(at);
      else return null;
    }
    return at;
  }

  /** Site of the API that a call is, if it is one. */
  siteOf(call: CNode): number | undefined {
    const callee = call.type === 'call_expression' ? this.calleeNode(call) : null;
    return callee === null ? undefined : this.siteByCallee.get(callee.start);
  }
}
