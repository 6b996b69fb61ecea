/** Control flow of one function: blocks, edges with what they assume, exits. */
import type { FlowBlock } from '../../call-sites/model.js';
import type { UnitContext } from './context.js';
import { FlowGraph } from './flow-graph.js';
import { noReturn } from './kernel-idioms.js';
import { bare, type CNode, fieldOf } from './syntax.js';

interface Target {
  readonly onBreak: number;
  readonly onContinue: number | undefined;
}

class StatementFlow {
  readonly graph: FlowGraph;
  readonly #targets: Target[] = [];
  readonly #labels = new Map<string, number>();
  readonly #context: UnitContext;

  constructor(context: UnitContext) {
    this.#context = context;
    this.graph = new FlowGraph(context);
  }

  body(node: CNode): readonly FlowBlock[] {
    this.#all(node);
    this.#exit('end', { start: Math.max(node.start, node.end - 1), end: node.end });
    return this.graph.blocks;
  }

  #all(node: CNode): void {
    for (const child of node.children) this.#statement(child);
  }

  #statement(node: CNode): void {
    switch (node.type) {
      case 'compound_statement':
      case 'attributed_statement':
        return this.#all(node);
      case 'declaration':
        return this.#declaration(node);
      case 'expression_statement':
        return this.#expression(node);
      case 'if_statement':
        return this.#if(node);
      case 'while_statement':
      case 'do_statement':
      case 'for_statement':
        return this.#loop(node);
      case 'switch_statement':
        return this.#switch(node);
      case 'case_statement':
        return this.#all(node);
      case 'labeled_statement':
        return this.#labeled(node);
      case 'goto_statement':
        return this.#goto(node);
      case 'break_statement':
      case 'continue_statement':
        return this.#jump(node.type === 'continue_statement');
      case 'return_statement':
        return this.#return(node);
      case 'preproc_if':
      case 'preproc_ifdef':
        return this.#conditional(node);
      case 'else_clause':
        return this.#all(node);
      default:
        // What is no statement (broken text, lines of the preprocessor) is looked through for calls.
        if (/expression$|^ERROR$/.test(node.type)) this.graph.expression(node);
    }
  }

  #declaration(node: CNode): void {
    for (const child of node.children) {
      const value = child.type === 'init_declarator' ? fieldOf(child, 'value') : null;
      const declarator = fieldOf(child, 'declarator');
      if (value !== null && declarator !== null) this.graph.assign(declarator, value);
    }
  }

  #expression(node: CNode): void {
    const inner = node.children.find(({ type }) => type !== 'comment');
    if (inner === undefined) return;
    this.graph.expression(inner);
    const at = bare(inner);
    const name = at.type === 'call_expression' ? this.#context.calleeName(at) : null;
    if (name !== null && noReturn.has(name)) this.#exit('throw', node);
  }

  #exit(by: 'return' | 'throw' | 'end', { start, end }: { start: number; end: number }): void {
    this.graph.exit(by, { start, end });
  }

  #return(node: CNode): void {
    const value = node.children.find(({ type }) => type !== 'comment');
    if (value !== undefined && this.graph.returned(value)) return;
    if (value !== undefined) this.graph.expression(value);
    this.#exit('return', node);
  }

  #if(node: CNode): void {
    const { graph } = this;
    const condition = fieldOf(node, 'condition');
    const other = fieldOf(node, 'alternative');
    const yes = graph.block();
    const end = graph.block();
    const no = other === null ? end : graph.block();
    if (condition !== null) graph.condition(condition, yes, no);
    graph.current = yes;
    const then = fieldOf(node, 'consequence');
    if (then !== null) this.#statement(then);
    graph.edge(end);
    if (other !== null) {
      graph.current = no;
      this.#statement(other);
      graph.edge(end);
    }
    graph.current = end;
  }

  /** Either branch of an `#if` may be there. */
  #conditional(node: CNode): void {
    const { graph } = this;
    const end = graph.block();
    const other = fieldOf(node, 'alternative');
    const yes = graph.block();
    const no = other === null ? end : graph.block();
    graph.edge(yes);
    graph.edge(no);
    graph.current = yes;
    for (const child of node.children) if (child.field === null) this.#statement(child);
    graph.edge(end);
    if (other !== null) {
      graph.current = no;
      if (/^preproc_(?:if|ifdef|elif|elifdef)$/.test(other.type)) this.#conditional(other);
      else for (const child of other.children) if (child.field === null) this.#statement(child);
      graph.edge(end);
    }
    graph.current = end;
  }

  #loop(node: CNode): void {
    const { graph } = this;
    const start = fieldOf(node, 'initializer');
    if (start?.type === 'declaration') this.#declaration(start);
    else if (start !== null) graph.expression(start);
    const [head, body, step, end] = [graph.block(), graph.block(), graph.block(), graph.block()] as const;
    graph.edge(node.type === 'do_statement' ? body : head);
    graph.current = head;
    const condition = fieldOf(node, 'condition');
    if (this.#isMacroLoop(node)) this.#macroHead(condition, body, end);
    else if (condition === null) graph.edge(body);
    else graph.condition(condition, body, end);
    this.#targets.push({ onBreak: end, onContinue: step });
    graph.current = body;
    const inside = fieldOf(node, 'body');
    if (inside !== null) this.#statement(inside);
    graph.join(step);
    this.#targets.pop();
    const update = fieldOf(node, 'update');
    if (update !== null) graph.expression(update);
    graph.edge(head);
    graph.current = end;
  }

  #isMacroLoop(node: CNode): boolean {
    return node.type === 'while_statement' && !this.#context.textOf(node).startsWith('while');
  }

  /** Each round gives the cursor of a loop macro another value; afterwards it is any. */
  #macroHead(condition: CNode | null, body: number, end: number): void {
    const inside = condition === null ? null : bare(condition);
    const first = inside?.type === 'comma_expression' ? fieldOf(inside, 'left') : inside;
    if (inside !== null) this.graph.expression(inside);
    if (first !== null) this.graph.clobber(first);
    this.graph.edge(body);
    this.graph.edge(end);
  }

  #switch(node: CNode): void {
    const { graph } = this;
    const condition = fieldOf(node, 'condition');
    if (condition !== null) graph.expression(condition);
    const head = graph.current;
    const end = graph.block();
    const inside = fieldOf(node, 'body');
    const items = inside === null ? [] : inside.children;
    let hasDefault = false;
    this.#targets.push({ onBreak: end, onContinue: this.#targets.at(-1)?.onContinue });
    graph.current = graph.block();
    for (const item of items) {
      if (item.type === 'case_statement') {
        const block = graph.block();
        graph.edge(block);
        graph.blocks[head]!.next.push({ to: block, assume: [] });
        graph.current = block;
        if (fieldOf(item, 'value') === null) hasDefault = true;
        for (const child of item.children) if (child.field !== 'value') this.#statement(child);
      } else this.#statement(item);
    }
    graph.edge(end);
    if (!hasDefault) graph.blocks[head]!.next.push({ to: end, assume: [] });
    this.#targets.pop();
    graph.current = end;
  }

  #label(name: string): number {
    const known = this.#labels.get(name);
    if (known !== undefined) return known;
    const block = this.graph.block();
    this.#labels.set(name, block);
    return block;
  }

  #labeled(node: CNode): void {
    const label = fieldOf(node, 'label');
    if (label !== null) this.graph.join(this.#label(this.#context.textOf(label)));
    for (const child of node.children) if (child.field !== 'label') this.#statement(child);
  }

  #goto(node: CNode): void {
    const label = fieldOf(node, 'label');
    if (label !== null) this.graph.edge(this.#label(this.#context.textOf(label)));
    this.graph.current = this.graph.block();
  }

  #jump(isContinue: boolean): void {
    const target = this.#targets.at(-1);
    const to = isContinue ? target?.onContinue : target?.onBreak;
    if (to !== undefined) this.graph.edge(to);
    this.graph.current = this.graph.block();
  }
}

/** Blocks of a function definition. */
export function flowOf(definition: CNode, context: UnitContext): readonly FlowBlock[] {
  const body = fieldOf(definition, 'body');
  return body === null ? [] : new StatementFlow(context).body(body);
}
