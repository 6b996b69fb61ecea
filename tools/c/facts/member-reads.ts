/** Reads of members whose owner is a type of the surface. */
import type { MemberRead } from '../../call-sites/model.js';
import type { UnitContext } from './context.js';
import { typeOf } from './expressions.js';
import { type CNode, fieldOf, walk } from './syntax.js';
import { tagOf } from './type-names.js';
import type { FunctionCopies, FunctionNode } from './unit-functions.js';
import { usesOf } from './value-uses.js';

type Read = Omit<MemberRead, 'id'>;

/** Reads in the functions whose text names such a member. */
export function memberReads(
  copies: FunctionCopies,
  context: UnitContext,
  nodes: readonly FunctionNode[],
): readonly Read[] {
  const { index } = context.names;
  const members = new Set([...index.old.members.keys(), ...index.new.members.keys()]);
  if (members.size === 0) return [];
  const pattern = new RegExp(`(?:->|\\.)\\s*(?:${[...members].join('|')})\\b`, 'g');
  const places = Array.from(context.text.matchAll(pattern), ({ index: at }) => copies.around(at + context.shift));
  const functions = new Set(places);
  return nodes.flatMap((own) => {
    if (!functions.has(own)) return [];
    const nodesOf = [...walk(copies.copy(own))].filter(({ type }) => type === 'field_expression');
    return nodesOf.flatMap((node) => memberRead(node, context) ?? []);
  });
}

function memberRead(node: CNode, context: UnitContext): Read | null {
  const field = fieldOf(node, 'field');
  const owner = fieldOf(node, 'argument');
  if (field === null || owner === null) return null;
  const member = context.textOf(field);
  for (const side of ['old', 'new'] as const) {
    const owners = context.names.index[side].members.get(member) ?? [];
    if (owners.length === 0) continue;
    const tag = tagOf(typeOf(owner, context) ?? '');
    if (tag === null || !owners.includes(tag)) continue;
    const span = { start: node.start, end: node.end };
    return {
      ...span,
      symbol: `${tag}.${member}`,
      member,
      side,
      function: context.functionOf(node),
      uses: usesOf(node, context),
    };
  }
  return null;
}
