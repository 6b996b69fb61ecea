/** Puts the facts of one file together: what rules read, and the nodes that codemods need. */
import { ts } from 'ts-morph';
import type { CallSite, FileFacts, FunctionFacts, MemberRead, Mention, Place } from '../model.js';
import { rolesOf } from '../surface-index.js';
import { expressionFacts } from './expression-facts.js';
import type { FileIndex } from './file-index.js';
import { flowOf } from './flow.js';
import type { ApiNames } from './names.js';
import { textOfCallee } from './resolve.js';
import { type CallNode, type ReferenceNode, scanFile, type Scan } from './scan.js';
import { containingClass, functionName, isFunctionNode, startOf } from './syntax.js';
import { type UseContext, usesOf } from './value-uses.js';

/** Facts of a file with the nodes behind them; `nodes[site.id]` is the call or the reference. */
export interface TsFile {
  readonly facts: FileFacts;
  readonly index: FileIndex;
  readonly scan: Scan;
  readonly nodes: readonly (CallNode | ReferenceNode)[];
  readonly context: UseContext;
}

/** Counters of the counted loops around a node. */
function countersOf(node: ts.Node, index: FileIndex): Place[] {
  const out: Place[] = [];
  for (let at: ts.Node = node; at.parent !== undefined && !isFunctionNode(at); at = at.parent) {
    const { parent } = at;
    if (!ts.isForStatement(parent) || parent.statement !== at || parent.initializer === undefined) continue;
    if (!ts.isVariableDeclarationList(parent.initializer)) continue;
    for (const entry of parent.initializer.declarations) {
      const place = index.place(entry.name);
      if (place !== null) out.push(place);
    }
  }
  return out;
}

function siteFacts(entry: CallNode | ReferenceNode, id: number, context: UseContext): CallSite {
  const { index, names } = context;
  const place = { id, start: startOf(entry.node), end: entry.node.end, function: index.functionAt(entry.node) };
  if ('api' in entry) {
    const { symbol, side } = entry.api;
    const callee = { start: startOf(entry.node), end: entry.node.end };
    return {
      ...place,
      symbol,
      side,
      form: 'reference',
      callee,
      receiver: null,
      args: [],
      uses: [],
      counters: [],
      evidence: 'types',
    };
  }
  const { resolved, node } = entry;
  return {
    ...place,
    symbol: resolved.api.symbol,
    side: resolved.api.side,
    form: resolved.form,
    callee: { start: startOf(resolved.name), end: resolved.name.end },
    receiver: resolved.receiver?.getText(index.source) ?? null,
    args: resolved.args.map((argument) => expressionFacts(argument, index, names)),
    uses: usesOf(node, context),
    counters: countersOf(node, index),
    evidence: 'types',
  };
}

function ownerOf(node: ts.Node): string | null {
  const owner = containingClass(node);
  return owner?.name?.text ?? null;
}

/** Calls of functions of the same file, and waits, by function. */
function bodyFacts(index: FileIndex): {
  calls: FunctionFacts['calls'][number][][];
  waits: FunctionFacts['waits'][number][][];
} {
  index.indexAll();
  const calls: FunctionFacts['calls'][number][][] = index.functions.map(() => []);
  const waits: FunctionFacts['waits'][number][][] = index.functions.map(() => []);
  const visit = (node: ts.Node, current: number): void => {
    const here = index.indexOf(node) ?? current;
    if (ts.isAwaitExpression(node)) {
      const name = ts.isCallExpression(node.expression) ? textOfCallee(node.expression.expression) : undefined;
      waits[here]!.push({ start: startOf(node), end: node.end, name: name ?? 'await' });
    }
    if (ts.isCallExpression(node)) {
      for (const to of index.handlers(node.expression))
        calls[here]!.push({ to, at: { start: startOf(node), end: node.end } });
    }
    ts.forEachChild(node, (child) => visit(child, here));
  };
  visit(index.source, 0);
  return { calls, waits };
}

function functionFacts(
  index: FileIndex,
  context: UseContext,
  busy: ReadonlySet<number>,
  needsCalls: boolean,
): FunctionFacts[] {
  const { calls, waits } = needsCalls ? bodyFacts(index) : { calls: [], waits: [] };
  const out: FunctionFacts[] = [];
  // Asking for the function around one may number another one, which then comes later in this loop.
  for (let id = 0; id < index.functions.length; id++) {
    const node = index.functions[id]!;
    out.push({
      start: startOf(node),
      end: node.end,
      name: ts.isSourceFile(node) ? '(file)' : functionName(node),
      parent: ts.isSourceFile(node) ? 0 : index.functionAt(node),
      owner: ts.isSourceFile(node) ? null : ownerOf(node),
      flow: busy.has(id) ? flowOf(node, context) : null,
      calls: calls[id] ?? [],
      waits: waits[id] ?? [],
    });
  }
  return out;
}

/** Only where a handler is registered somebody asks what functions call and where they wait. */
function registersHandlers(sites: readonly CallSite[], names: ApiNames): boolean {
  return sites.some(({ symbol, side }) =>
    rolesOf(names.index, symbol, side).some(({ kind }) => kind === 'registers-handler'),
  );
}

export interface FileFactsOptions {
  /** As it is printed. */
  readonly file: string;
  readonly errorType: string | undefined;
  readonly askAll: boolean;
}

/** Reads a parsed file. */
export function readFacts(index: FileIndex, names: ApiNames, options: FileFactsOptions): TsFile {
  const scan = scanFile(index, names, options.askAll);
  const nodes = [...scan.calls, ...scan.references.filter(({ use }) => use === 'handed-on')].sort(
    (a, b) => startOf(a.node) - startOf(b.node) || b.node.end - a.node.end,
  );
  const ids = new Map<ts.Node, number>(nodes.map((entry, id) => [entry.node, id]));
  const context: UseContext = { index, names, errorType: options.errorType, siteOf: (node) => ids.get(node) };
  const sites = nodes.map((entry, id) => siteFacts(entry, id, context));
  const reads: MemberRead[] = scan.members.map(({ node, api }, id) => ({
    id,
    start: startOf(node),
    end: node.end,
    symbol: api.symbol,
    member: api.symbol.slice(api.symbol.lastIndexOf('.') + 1),
    side: api.side,
    function: index.functionAt(node),
    uses: ts.isPropertyAccessExpression(node) ? usesOf(node, context) : [],
  }));
  const mentions: Mention[] = scan.mentions.map(({ node, api, form }) => ({
    start: startOf(node),
    end: node.end,
    symbol: api.symbol,
    side: api.side,
    form,
    function: index.functionAt(node),
  }));
  const line = (node: ts.Node) => index.source.getLineAndCharacterOfPosition(startOf(node)).line + 1;
  const busy = new Set(sites.map((site) => site.function));
  const facts: FileFacts = {
    file: options.file,
    text: index.source.text,
    sites,
    reads,
    mentions,
    functions: functionFacts(index, context, busy, registersHandlers(sites, names)),
    notRead: scan.unresolved.map(({ node, symbol, reason }) => ({
      file: options.file,
      line: line(node),
      symbol,
      reason,
    })),
  };
  return { facts, index, scan, nodes, context };
}
