/** Plans one file: every call by the map, then what hangs on their results, handlers, types. Names come last. */
import { ts } from 'ts-morph';
import type { CallSite } from '../../model.js';
import { type CallPlan, planCall } from '../../plan-call.js';
import { rolesOf } from '../../surface-index.js';
import type { CallNode, ReferenceNode } from '../scan.js';
import { startOf } from '../syntax.js';
import { typeNames } from '../type-names.js';
import { adoptArguments, adoptTypes } from './adopt.js';
import { renameCallee, reshapeCall } from './call-edits.js';
import { ByHand, type FileDraft, lower, type Step } from './file-draft.js';
import { moveResult } from './flow-results.js';
import { moveHandlers } from './handlers.js';
import { insertAt, replaceNode, replaceSpan } from './text-edits.js';
import { moveTypedResults } from './typed-results.js';

/** Calls that only read a failure: they go where the failure goes. */
export function readsFailure(symbol: string, draft: FileDraft): boolean {
  const old = draft.context.pair.map.idioms?.ts?.old;
  return symbol === old?.errorTest || symbol === old?.errorNumber;
}

/** The local that a call goes through, when it got the function from the object: `const { take } = shelf`. */
function aliasOf(call: CallNode, draft: FileDraft): ts.Declaration | undefined {
  const { name, receiver } = call.resolved;
  if (receiver !== null || !ts.isIdentifier(name)) return undefined;
  const declaration = draft.file.index.symbolOf(name)?.valueDeclaration;
  const isLocal =
    declaration !== undefined && (ts.isBindingElement(declaration) || ts.isVariableDeclaration(declaration));
  return isLocal ? declaration : undefined;
}

function renameAlias(declaration: ts.Declaration, symbol: string, to: string, draft: FileDraft, step: Step): void {
  const known = draft.aliases.get(declaration);
  if (known !== undefined && known !== to) throw new ByHand(`one name stands for ${known} and for ${to}`);
  draft.aliases.set(declaration, to);
  if (to === symbol) return;
  if (ts.isBindingElement(declaration)) {
    const { propertyName, name } = declaration;
    if (propertyName !== undefined) step.edits.push(replaceNode(propertyName, to));
    else step.edits.push(insertAt(startOf(name), `${to}: `));
    return;
  }
  const found = findName((declaration as ts.VariableDeclaration).initializer, symbol);
  if (found === undefined) throw new ByHand('the name that the function has here cannot be followed');
  step.edits.push(replaceNode(found, to));
}

function findName(node: ts.Node | undefined, symbol: string): ts.Node | undefined {
  if (node === undefined) return undefined;
  if (ts.isPropertyAccessExpression(node) && node.name.text === symbol) return node.name;
  return ts.forEachChild(node, (child) => findName(child, symbol));
}

function targetOf(plan: CallPlan, symbol: string): string {
  if (plan.kind === 'rename') return plan.to;
  return plan.kind === 'call' ? plan.call.to : symbol;
}

/** The failure has a type of its own: where it goes is told by types. */
function hasTypedFailure(call: CallNode, draft: FileDraft): boolean {
  const errorType = draft.context.pair.map.idioms?.ts?.old.errorType;
  const type = draft.checker.getResolvedSignature(call.node)?.getReturnType();
  return errorType !== undefined && type !== undefined && typeNames(type, draft.checker).includes(errorType);
}

function moveCall(draft: FileDraft, site: CallSite, call: CallNode, step: Step): void {
  const { index } = draft.context;
  const entry = index.entries.get(site.symbol);
  if (entry === undefined) throw new ByHand('the map does not know this call');
  const plan = planCall(draft.context.pair, 'ts', entry.codemod.ts, site.args);
  if (plan.kind === 'by-hand') throw new ByHand(plan.reason);
  if (plan.kind !== 'keep') step.level = lower(step.level, plan.level);
  const to = targetOf(plan, site.symbol);
  const alias = aliasOf(call, draft);
  if (plan.kind === 'call') reshapeCall(draft, site, call, plan.call, step, alias === undefined);
  else if (plan.kind === 'rename' && alias === undefined) renameCallee(call, to, step);
  if (alias !== undefined) renameAlias(alias, site.symbol, to, draft, step);
  else if (call.resolved.receiver === null)
    draft.renamed.set(site.symbol, (draft.renamed.get(site.symbol) ?? new Set()).add(to));
  const becomesResult = rolesOf(index, to, 'new').some(({ kind }) => kind === 'returns-result');
  if (becomesResult && !hasTypedFailure(call, draft)) moveResult(draft, site, call.node, step);
}

function moveReference(draft: FileDraft, site: CallSite): void {
  const spec = draft.context.index.entries.get(site.symbol)?.codemod.ts;
  if (spec?.kind === 'keep') return;
  if (spec?.kind !== 'rename') throw new ByHand('the function is handed on without a call');
}

function isCall(entry: CallNode | ReferenceNode): entry is CallNode {
  return 'resolved' in entry;
}

/** Plans everything but the names. */
export function planFile(draft: FileDraft): void {
  for (const site of draft.file.facts.sites) {
    if (site.side !== 'old' || readsFailure(site.symbol, draft)) continue;
    const entry = draft.file.nodes[site.id]!;
    const done = draft.attempt(entry.node, site.symbol, (step) => {
      if (isCall(entry)) moveCall(draft, site, entry, step);
      else {
        moveReference(draft, site);
        const spec = draft.context.index.entries.get(site.symbol)!.codemod.ts;
        if (spec.kind === 'rename') {
          const name = ts.isPropertyAccessExpression(entry.node) ? entry.node.name : entry.node;
          step.edits.push(replaceSpan(startOf(name), name.end, spec.to));
        }
      }
    });
    if (!done) continue;
    draft.moved.push({ node: entry.node, symbol: site.symbol });
    if (isCall(entry)) adoptArguments(draft, site, entry.resolved.args);
  }
  moveTypedResults(draft);
  moveHandlers(draft);
  adoptTypes(draft);
}
