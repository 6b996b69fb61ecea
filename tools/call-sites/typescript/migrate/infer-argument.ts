/** Finds the one value of a type that belongs to a call, where there is exactly one. */
import { ts } from 'ts-morph';
import type { FixLevel } from '../../../../src/compat/pair-model.js';
import { namesOfType } from '../../plan-call.js';
import type { CallNode } from '../scan.js';
import { containingClass, isFunctionNode, underCasts } from '../syntax.js';
import { typeNames } from '../type-names.js';
import type { FileDraft } from './file-draft.js';

export interface Inferred {
  readonly text: string;
  readonly level: FixLevel;
}

interface Wanted {
  readonly draft: FileDraft;
  readonly names: ReadonlySet<string>;
}

function isWanted(type: ts.Type, { draft, names }: Wanted): boolean {
  const own = typeNames(type, draft.checker).filter((name) => name !== 'null' && name !== 'undefined');
  const errorType = draft.context.pair.map.idioms?.ts?.old.errorType;
  return (
    own.length > 0 && own.every((name) => names.has(name) || name === errorType) && own.some((name) => names.has(name))
  );
}

/** `x.id`: the members of `x` that have the type. */
function besides(node: ts.Expression, wanted: Wanted): readonly string[] {
  const at = underCasts(node);
  if (!ts.isPropertyAccessExpression(at)) return [];
  return membersOf(at.expression, wanted);
}

function membersOf(owner: ts.Expression, wanted: Wanted): readonly string[] {
  const { checker } = wanted.draft;
  const text = wanted.draft.text(owner);
  return checker
    .getPropertiesOfType(checker.getTypeAtLocation(owner))
    .filter(
      (member) => (member.flags & ts.SymbolFlags.Method) === 0 && isWanted(checker.getTypeOfSymbol(member), wanted),
    )
    .map((member) =>
      member.name.startsWith('__#') ? `${text}.${member.name.replace(/^__#\d+@/, '')}` : `${text}.${member.name}`,
    );
}

/** The variable got the id from a call that names the set: the argument of that call. */
function fromOrigin(call: CallNode, argument: ts.Expression, wanted: Wanted): string | undefined {
  const at = underCasts(argument);
  const { index, nodes, facts } = wanted.draft.file;
  const place = index.place(at);
  if (place === null) return undefined;
  const origins = facts.sites.filter((site) => {
    const node = nodes[site.id]!.node;
    const holder = node.parent;
    return (
      ts.isVariableDeclaration(holder) &&
      index.place(holder.name) === place &&
      site.function === index.functionAt(call.node)
    );
  });
  if (origins.length !== 1) return undefined;
  const entry = nodes[origins[0]!.id]!;
  if (!('resolved' in entry)) return undefined;
  const sources = entry.resolved.args.filter((item) => isWanted(wanted.draft.checker.getTypeAtLocation(item), wanted));
  return sources.length === 1 ? wanted.draft.text(sources[0]!) : undefined;
}

/** Parameters and constants of the function around, and members of `this`, that have the type. */
function inScope(call: CallNode, wanted: Wanted): readonly string[] {
  const { checker } = wanted.draft;
  const found = new Set<string>();
  const around = ts.findAncestor(call.node, isFunctionNode);
  const symbols = checker.getSymbolsInScope(call.node, ts.SymbolFlags.Variable);
  for (const symbol of symbols) {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || declaration.getSourceFile() !== wanted.draft.source || around === undefined)
      continue;
    const isLocal = declaration.pos >= around.pos && declaration.end <= around.end;
    if (
      isLocal &&
      declaration.end <= call.node.pos &&
      isWanted(checker.getTypeOfSymbolAtLocation(symbol, call.node), wanted)
    ) {
      found.add(symbol.name);
    }
  }
  const owner = containingClass(call.node);
  for (const member of owner?.members ?? []) {
    if (!ts.isPropertyDeclaration(member) && !ts.isGetAccessor(member)) continue;
    if (isWanted(checker.getTypeAtLocation(member), wanted)) found.add(`this.${wanted.draft.text(member.name)}`);
  }
  // A getter that gives out the field is the field.
  const fields = [...found].filter((text) => text.startsWith('this.#'));
  return fields.length > 0
    ? [...found].filter((text) => !text.startsWith('this.') || text.startsWith('this.#'))
    : [...found];
}

/** A variable that will hold a result is opened. */
function opened(text: string, call: CallNode, draft: FileDraft): string {
  const idiom = draft.context.pair.map.idioms?.ts;
  const symbol = draft.checker.getSymbolsInScope(call.node, ts.SymbolFlags.Variable).find(({ name }) => name === text);
  if (symbol === undefined || idiom?.old.errorType === undefined) return text;
  const types = typeNames(draft.checker.getTypeOfSymbol(symbol), draft.checker);
  return types.includes(idiom.old.errorType) ? idiom.new.value.replace('$', text) : text;
}

/** The text of the only value of that type which can be meant, or undefined. */
export function inferArgument(draft: FileDraft, call: CallNode, typeKey: string): Inferred | undefined {
  const wanted: Wanted = { draft, names: new Set(namesOfType(draft.context.pair, 'ts', typeKey)) };
  for (const argument of call.resolved.args) {
    const origin = fromOrigin(call, argument, wanted);
    if (origin !== undefined) return { text: opened(origin, call, draft), level: 'safe' };
    const [only, ...more] = besides(argument, wanted);
    if (only !== undefined && more.length === 0) return { text: only, level: 'suggested' };
  }
  const [only, ...more] = inScope(call, wanted);
  return only !== undefined && more.length === 0 ? { text: opened(only, call, draft), level: 'suggested' } : undefined;
}
