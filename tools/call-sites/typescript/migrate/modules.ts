/** From a module of the old version to the one of the new that takes its place. */
import { existsSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { ts } from 'ts-morph';
import { modulePath } from '../names.js';
import type { FileDraft } from './file-draft.js';

/** The declaration imports from, or exports from, a module of the old version: its specifier and the file behind it. */
export interface OldModule {
  readonly specifier: string;
  readonly file: string | undefined;
}

function resolvedFile(specifier: ts.Expression, draft: FileDraft): string | undefined {
  const symbol = draft.checker.getSymbolAtLocation(specifier);
  const declaration = symbol?.declarations?.find(ts.isSourceFile);
  return declaration?.fileName;
}

/** Where a listed module lies, given a file that belongs to it: the path in front of its entry. */
function rootOf(file: string, entry: string): string | undefined {
  const wanted = modulePath(entry);
  const path = modulePath(file);
  const ends = (text: string) =>
    text === wanted || text.endsWith(`/${wanted}`) ? text.slice(0, text.length - wanted.length) : undefined;
  return (
    ends(path) ?? (/\/index(\.|$)/.test(entry) ? ends(path.slice(0, Math.max(0, path.lastIndexOf('/')))) : undefined)
  );
}

export function oldModuleOf(specifier: ts.Expression, draft: FileDraft): OldModule | undefined {
  if (!ts.isStringLiteral(specifier)) return undefined;
  const modules = draft.context.index.old.surface.modules ?? [];
  const file = resolvedFile(specifier, draft);
  const byName = modules.some((entry) => modulePath(entry) === modulePath(specifier.text));
  const byFile = file !== undefined && modules.some((entry) => rootOf(file, entry) !== undefined);
  return byName || byFile ? { specifier: specifier.text, file } : undefined;
}

const extensions = ['.ts', '.tsx', '.mts', '.d.ts', '.js', '.mjs', '/index.ts', '/index.d.ts', '/index.js'];

function isThere(path: string): boolean {
  return extensions.some((extension) => existsSync(`${path}${extension}`));
}

/** Spelling of the new module for this file, or undefined when it cannot be found. */
export function newSpecifier(old: OldModule, draft: FileDraft): string | undefined {
  const from = draft.context.index.old.surface.modules ?? [];
  const to = draft.context.index.new.surface.modules ?? [];
  if (!old.specifier.startsWith('.')) {
    const at = from.findIndex((entry) => modulePath(entry) === modulePath(old.specifier));
    const bare = to[at] ?? to.find((entry) => !/\.[cm]?js$/.test(entry));
    return at < 0 ? undefined : bare;
  }
  for (const [at, entry] of from.entries()) {
    const root = old.file === undefined ? undefined : rootOf(old.file, entry);
    const target = to[at];
    if (root === undefined || target === undefined) continue;
    const stem = target.replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
    if (!isThere(`${root}${stem}`)) continue;
    const extension = /\.[cm]?[jt]sx?$/.exec(old.specifier)?.[0];
    const path = relative(dirname(draft.path), `${root}${extension === undefined ? modulePath(target) : stem}`)
      .split(sep)
      .join('/');
    return `${path.startsWith('.') ? '' : './'}${path}${extension ?? ''}`;
  }
  return undefined;
}
