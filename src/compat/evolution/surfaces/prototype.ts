/** Symbols of a C surface, written as prototypes. */
import type { Role, SurfaceSymbol } from '../../pair-model.js';

/** One function from `result name(type name, ...)`, without the semicolon. */
export function prototype(text: string, roles: readonly Role[] = []): SurfaceSymbol {
  const open = text.indexOf('(');
  const head = text.slice(0, open).trim();
  const name = /[A-Za-z_]\w*$/.exec(head)?.[0];
  if (name === undefined) throw new Error(`no name in the prototype ${text}`);
  const inside = text.slice(open + 1, text.lastIndexOf(')'));
  return {
    name,
    kind: 'function',
    params: splitParams(inside).map(param),
    result: head.slice(0, -name.length).trim(),
    roles,
    signature: `${text};`,
  };
}

/** A macro, a constant, a type or a member: a name with its text. */
export function named(kind: 'constant' | 'type' | 'macro' | 'member', name: string, signature: string): SurfaceSymbol {
  return { name, kind, params: [], result: '', roles: [], signature };
}

function splitParams(inside: string): string[] {
  if (inside.trim() === '' || inside.trim() === 'void') return [];
  const params: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= inside.length; at++) {
    const letter = inside[at];
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (at === inside.length || (letter === ',' && depth === 0)) {
      params.push(inside.slice(start, at).trim());
      start = at + 1;
    }
  }
  return params;
}

function param(text: string): { name: string; type: string } {
  const pointerToFunction = /\(\*(\w+)\)/.exec(text);
  if (pointerToFunction !== null) return { name: pointerToFunction[1]!, type: text.replace(/\(\*\w+\)/, '(*)') };
  const name = /[A-Za-z_]\w*$/.exec(text)![0];
  return { name, type: text.slice(0, -name.length).trim() };
}
