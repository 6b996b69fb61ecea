/** Callers' own types that the new version wants to be of its own: an address space, private data. */
import { ts } from 'ts-morph';
import type { TypeNames } from '../../../../src/compat/pair-model.js';
import type { CallSite } from '../../model.js';
import { rolesOf } from '../../surface-index.js';
import { startOf, underCasts } from '../syntax.js';
import type { FileDraft } from './file-draft.js';
import { insertAt } from './text-edits.js';

type Own = ts.ClassDeclaration | ts.InterfaceDeclaration;

/** Base of an own type under another name, when the names are the same. */
function baseName(node: Own, to: string): { readonly local: string; readonly imported: string } {
  const local = node.name?.text === to ? `Api${to}` : to;
  return { local, imported: local === to ? to : `${to} as ${local}` };
}

/** Lets an own class or interface extend the new one. */
function extend(node: Own, to: string, draft: FileDraft): void {
  if ((node.heritageClauses ?? []).some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)) return;
  if (draft.adopted.has(node)) return;
  draft.adopted.add(node);
  const { local, imported } = baseName(node, to);
  const isInterface = ts.isInterfaceDeclaration(node);
  const after = node.typeParameters?.end ?? node.name!.end;
  draft.attempt(node, to, (step) => {
    step.level = 'suggested';
    step.edits.push(insertAt(after, ` extends ${local}`));
    step.needs.set(imported, isInterface ? 'type' : 'value');
    const constructor = isInterface ? undefined : node.members.find(ts.isConstructorDeclaration);
    if (constructor?.body === undefined) return;
    const first = constructor.body.statements[0];
    const { text } = draft.source;
    const line = first === undefined ? -1 : text.lastIndexOf('\n', startOf(first)) + 1;
    const isOwnLine = first !== undefined && line > startOf(constructor.body);
    const indent = isOwnLine ? /^[ \t]*/.exec(text.slice(line))![0] : '';
    step.edits.push(
      insertAt(startOf(constructor.body) + 1, isOwnLine ? `${draft.newLine}${indent}super();` : ' super();'),
    );
  });
}

/** Types of callers that have the name of a new one. */
function adoptDeclared(draft: FileDraft, names: TypeNames): void {
  const { adopt } = names;
  if (adopt === undefined) return;
  for (const node of draft.source.statements) {
    if (!ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node)) continue;
    if (node.name === undefined || !names.ts.includes(node.name.text)) continue;
    if (draft.file.context.names.of(node) === null) extend(node, adopt.to, draft);
  }
}

function ownDeclaration(type: ts.Type, draft: FileDraft): Own | undefined {
  const declaration = type
    .getSymbol()
    ?.declarations?.find((node) => ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node));
  return declaration === undefined || draft.file.context.names.of(declaration) !== null
    ? undefined
    : (declaration as Own);
}

/** Callers' types that the map knows by name, wherever they are declared. */
function adoptNamed(draft: FileDraft, argument: ts.Expression): void {
  const type = draft.checker.getTypeAtLocation(underCasts(argument));
  for (const part of type.isUnion() ? type.types : [type]) {
    const declaration = ownDeclaration(part, draft);
    for (const { ts: names, adopt } of Object.values(draft.context.pair.map.types)) {
      if (declaration?.name === undefined || adopt === undefined || !names.includes(declaration.name.text)) continue;
      const owner = draft.context.draftOf(declaration.getSourceFile().fileName);
      if (owner !== undefined) extend(declaration, adopt.to, owner);
    }
  }
}

/** Classes whose objects are given where the new version wants its own kind. */
export function adoptArguments(draft: FileDraft, site: CallSite, args: readonly ts.Expression[]): void {
  for (const argument of args) adoptNamed(draft, argument);
  for (const role of rolesOf(draft.context.index, site.symbol, 'old')) {
    if (role.kind !== 'argument') continue;
    const adopt = draft.context.pair.map.types[role.what]?.adopt;
    const argument = args[role.arg];
    if (adopt?.how !== 'extend' || argument === undefined) continue;
    const type = draft.checker.getTypeAtLocation(underCasts(argument));
    for (const part of type.isUnion() ? type.types : [type]) {
      const declaration = ownDeclaration(part, draft);
      const owner = declaration === undefined ? undefined : draft.context.draftOf(declaration.getSourceFile().fileName);
      if (declaration !== undefined && owner !== undefined) extend(declaration, adopt.to, owner);
    }
  }
}

/** Own types of the file that stand for types of the new version. */
export function adoptTypes(draft: FileDraft): void {
  for (const names of Object.values(draft.context.pair.map.types)) adoptDeclared(draft, names);
}
