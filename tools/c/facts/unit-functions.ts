/** Functions of a parsed text, those of interest copied; and what else of the file has a name. */
import type { FunctionFacts } from '../../call-sites/model.js';
import { functionName } from '../classify.js';
import type { Node } from '../grammar.js';
import { maySleep } from './kernel-idioms.js';
import { argumentsOf, bare, type CNode, copyTree, declaredName, fieldOf, walk } from './syntax.js';

export interface FunctionNode {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly node: Node;
}

/** Function definitions at file level, inside of conditionals too, in order. */
export function functionNodes(root: Node, shift: number): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  const visit = (node: Node): void => {
    for (const child of node.namedChildren) {
      if (child.type === 'function_definition') {
        const name = functionName(child) ?? '';
        found.push({ name, start: child.startIndex + shift, end: child.endIndex + shift, node: child });
      } else if (/^(?:preproc_|linkage_specification|declaration_list|ERROR)/.test(child.type)) visit(child);
    }
  };
  visit(root);
  return found;
}

/** Copies functions on demand; a copy outlives the tree. */
export class FunctionCopies {
  readonly #nodes: readonly FunctionNode[];
  readonly #shift: number;
  readonly #copies = new Map<FunctionNode, CNode>();

  constructor(nodes: readonly FunctionNode[], shift: number) {
    this.#nodes = nodes;
    this.#shift = shift;
  }

  around(offset: number): FunctionNode | undefined {
    return this.#nodes.find(({ start, end }) => start <= offset && offset < end);
  }

  copy(own: FunctionNode): CNode {
    let copy = this.#copies.get(own);
    if (copy === undefined) {
      copy = copyTree(own.node, this.#shift);
      this.#copies.set(own, copy);
    }
    return copy;
  }
}

type TextOf = (node: CNode) => string;

/** Functions that are put into a member, by the last word of the path of what they are put into. */
export function handlerWords(
  trees: Iterable<CNode>,
  functionByName: ReadonlyMap<string, number>,
  textOf: TextOf,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  const add = (word: string, value: CNode) => {
    const index = functionByName.get(textOf(bare(value)));
    if (index !== undefined) found.set(word, [...(found.get(word) ?? []), index]);
  };
  for (const tree of trees) {
    for (const node of walk(tree)) {
      if (node.type === 'init_declarator') {
        const name = declaredName(node);
        const value = fieldOf(node, 'value');
        if (name === null || value?.type !== 'initializer_list') continue;
        for (const pair of walk(value)) {
          const given = pair.type === 'initializer_pair' ? fieldOf(pair, 'value') : null;
          if (given !== null) add(textOf(name), given);
        }
      } else if (node.type === 'assignment_expression') {
        const left = fieldOf(node, 'left');
        const right = fieldOf(node, 'right');
        const owner = left?.type === 'field_expression' ? fieldOf(left, 'argument') : null;
        const word = owner?.type === 'field_expression' ? fieldOf(owner, 'field') : owner;
        if (word != null && right !== null) add(textOf(word), right);
      }
    }
  }
  return found;
}

/** Calls of functions of the same file, and waits. */
export function bodyFacts(
  tree: CNode,
  functionByName: ReadonlyMap<string, number>,
  textOf: TextOf,
): Pick<FunctionFacts, 'calls' | 'waits'> {
  const calls: FunctionFacts['calls'][number][] = [];
  const waits: FunctionFacts['waits'][number][] = [];
  for (const node of walk(tree)) {
    const callee = node.type === 'call_expression' ? fieldOf(node, 'function') : null;
    if (callee?.type !== 'identifier') continue;
    const name = textOf(callee);
    const at = { start: node.start, end: node.end };
    const to = functionByName.get(name);
    if (to !== undefined) calls.push({ to, at });
    if (maySleep(name, argumentsOf(node).map(textOf))) waits.push({ ...at, name });
  }
  return { calls, waits };
}
