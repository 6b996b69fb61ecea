/** Control flow of one function: blocks, edges with what they assume, exits. */
import { ts } from 'ts-morph';
import type { FlowBlock } from '../model.js';
import { FlowGraph } from './flow-expressions.js';
import { type FunctionNode, startOf } from './syntax.js';
import type { UseContext } from './value-uses.js';

interface Target {
  readonly label: string | undefined;
  readonly onBreak: number;
  readonly onContinue: number | undefined;
  /** Blocks that `finally` puts between here and there. */
  readonly depth: number;
}

class StatementFlow {
  readonly graph: FlowGraph;
  readonly #targets: Target[] = [];
  readonly #finallies: ts.Block[] = [];

  constructor(graph: FlowGraph) {
    this.graph = graph;
  }

  all(statements: readonly ts.Statement[]): void {
    for (const statement of statements) this.statement(statement);
  }

  statement(node: ts.Statement, label?: string): void {
    const { graph } = this;
    if (ts.isBlock(node)) this.all(node.statements);
    else if (ts.isVariableStatement(node)) for (const entry of node.declarationList.declarations) this.#declare(entry);
    else if (ts.isExpressionStatement(node)) graph.expression(node.expression);
    else if (ts.isIfStatement(node)) this.#if(node);
    else if (ts.isIterationStatement(node, false)) this.#loop(node, label);
    else if (ts.isReturnStatement(node)) this.#return(node);
    else if (ts.isThrowStatement(node)) {
      graph.expression(node.expression);
      this.exit('throw', node, 0);
    } else if (ts.isSwitchStatement(node)) this.#switch(node, label);
    else if (ts.isTryStatement(node)) this.#try(node);
    else if (ts.isLabeledStatement(node)) this.#labeled(node);
    else if (ts.isBreakOrContinueStatement(node)) this.#jump(node);
  }

  #declare(node: ts.VariableDeclaration): void {
    if (node.initializer === undefined) return;
    if (ts.isIdentifier(node.name)) this.graph.assign(node.name, node.initializer);
    else this.graph.expression(node.initializer);
  }

  #return(node: ts.ReturnStatement): void {
    if (node.expression !== undefined) this.graph.expression(node.expression);
    this.exit('return', node, 0);
  }

  /** Ends the function, through every `finally` above `depth`. */
  exit(by: 'return' | 'throw' | 'end', node: ts.Node, depth: number): void {
    this.#leave(depth);
    const block = this.graph.blocks[this.graph.current]!;
    const end = by === 'end' ? node.end : startOf(node);
    block.exit = {
      by,
      at: by === 'end' ? { start: Math.max(0, end - 1), end } : { start: startOf(node), end: node.end },
    };
    this.graph.current = this.graph.block();
  }

  #leave(depth: number): void {
    const pending = this.#finallies.splice(depth);
    for (const block of [...pending].reverse()) this.all(block.statements);
    this.#finallies.push(...pending);
  }

  #if(node: ts.IfStatement): void {
    const { graph } = this;
    const yes = graph.block();
    const end = graph.block();
    const no = node.elseStatement === undefined ? end : graph.block();
    graph.condition(node.expression, yes, no);
    graph.current = yes;
    this.statement(node.thenStatement);
    graph.edge(end);
    if (node.elseStatement !== undefined) {
      graph.current = no;
      this.statement(node.elseStatement);
      graph.edge(end);
    }
    graph.current = end;
  }

  #loop(node: ts.IterationStatement, label: string | undefined): void {
    const { graph } = this;
    if (ts.isForStatement(node) && node.initializer !== undefined) {
      if (ts.isVariableDeclarationList(node.initializer))
        for (const entry of node.initializer.declarations) this.#declare(entry);
      else graph.expression(node.initializer);
    }
    if (ts.isForInStatement(node) || ts.isForOfStatement(node)) graph.expression(node.expression);
    const [head, body, step, end] = [graph.block(), graph.block(), graph.block(), graph.block()];
    if (ts.isDoStatement(node)) graph.edge(body);
    else graph.edge(head);
    graph.current = head;
    if (ts.isForStatement(node)) {
      if (node.condition === undefined) graph.edge(body);
      else graph.condition(node.condition, body, end);
    } else if (ts.isWhileStatement(node) || ts.isDoStatement(node)) graph.condition(node.expression, body, end);
    else {
      if (ts.isForInStatement(node) || ts.isForOfStatement(node)) this.#bind(node.initializer);
      graph.edge(body);
      graph.edge(end);
    }
    this.#targets.push({ label, onBreak: end, onContinue: step, depth: this.#finallies.length });
    graph.current = body;
    this.statement(node.statement);
    graph.join(step);
    this.#targets.pop();
    if (ts.isForStatement(node) && node.incrementor !== undefined) graph.expression(node.incrementor);
    graph.edge(head);
    graph.current = end;
  }

  /** Each round gives the variables of a `for ... of` a new value. */
  #bind(node: ts.ForInitializer): void {
    const names = ts.isVariableDeclarationList(node) ? node.declarations.map(({ name }) => name) : [node];
    for (const name of names) {
      const place = this.graph.context.index.place(name);
      if (place !== null) this.graph.emit({ kind: 'clobber', place });
    }
  }

  #switch(node: ts.SwitchStatement, label: string | undefined): void {
    const { graph } = this;
    graph.expression(node.expression);
    const end = graph.block();
    const bodies = node.caseBlock.clauses.map(() => graph.block());
    for (const body of bodies) graph.edge(body);
    if (!node.caseBlock.clauses.some((clause) => ts.isDefaultClause(clause))) graph.edge(end);
    this.#targets.push({ label, onBreak: end, onContinue: undefined, depth: this.#finallies.length });
    node.caseBlock.clauses.forEach((clause, at) => {
      graph.current = bodies[at]!;
      this.all(clause.statements);
      graph.edge(bodies[at + 1] ?? end);
    });
    this.#targets.pop();
    graph.current = end;
  }

  #try(node: ts.TryStatement): void {
    const { graph } = this;
    if (node.finallyBlock !== undefined) this.#finallies.push(node.finallyBlock);
    const depth = this.#finallies.length;
    const caught = graph.block();
    const end = graph.block();
    const first = graph.blocks.length;
    if (node.catchClause !== undefined) graph.edge(caught);
    graph.join(graph.block());
    this.all(node.tryBlock.statements);
    const last = graph.blocks.length;
    graph.edge(end);
    if (node.catchClause !== undefined) {
      for (let at = first; at < last; at++) graph.blocks[at]!.next.push({ to: caught, assume: [] });
      graph.current = caught;
      this.all(node.catchClause.block.statements);
      graph.edge(end);
    }
    graph.current = end;
    if (node.finallyBlock === undefined) return;
    this.#finallies.splice(depth - 1);
    this.all(node.finallyBlock.statements);
  }

  #labeled(node: ts.LabeledStatement): void {
    const isLoop = ts.isIterationStatement(node.statement, false) || ts.isSwitchStatement(node.statement);
    if (isLoop) return this.statement(node.statement, node.label.text);
    const end = this.graph.block();
    this.#targets.push({ label: node.label.text, onBreak: end, onContinue: undefined, depth: this.#finallies.length });
    this.statement(node.statement);
    this.#targets.pop();
    this.graph.join(end);
  }

  #jump(node: ts.BreakOrContinueStatement): void {
    const isContinue = ts.isContinueStatement(node);
    const fits = (target: Target) =>
      node.label === undefined
        ? isContinue
          ? target.onContinue !== undefined
          : target.label === undefined || target.onContinue !== undefined || target.onBreak >= 0
        : target.label === node.label.text;
    const target = this.#targets.findLast(fits);
    if (target === undefined) return;
    this.#leave(target.depth);
    this.graph.edge(isContinue ? (target.onContinue ?? target.onBreak) : target.onBreak);
    this.graph.current = this.graph.block();
  }
}

/** Blocks of a function, or of the statements of a file. */
export function flowOf(node: FunctionNode | ts.SourceFile, context: UseContext): readonly FlowBlock[] {
  const graph = new FlowGraph(context);
  const flow = new StatementFlow(graph);
  const body = ts.isSourceFile(node) ? node : node.body!;
  if (ts.isSourceFile(body)) flow.all(body.statements);
  else if (ts.isBlock(body)) flow.all(body.statements);
  else {
    graph.expression(body);
    flow.exit('return', body, 0);
    return graph.blocks;
  }
  flow.exit('end', body, 0);
  return graph.blocks;
}
