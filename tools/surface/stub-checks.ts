/** Holds the stand-ins of a header against the functions that they stand in for. */
import type { CDeclaration } from '../c/declared.js';
import { isNegated } from '../c/conditions.js';
import type { StubProblem } from './api-surface.js';
import { normalType } from './type-text.js';

/** Problems in order of lines. */
export function stubProblems(declarations: readonly CDeclaration[], file: string): readonly StubProblem[] {
  const functions = declarations.filter(({ kind }) => kind === 'function' || kind === 'macro');
  const unsigned = unsignedTypes(declarations);
  const problems: StubProblem[] = [];
  const add = (declared: CDeclaration, problem: StubProblem['problem'], message: string) =>
    problems.push({ symbol: declared.name, problem, file, line: declared.line, message });
  for (const stub of functions.filter(({ isStub }) => isStub)) {
    const real = functions.find(({ name, isStub }) => name === stub.name && !isStub);
    if (real === undefined) add(stub, 'undeclared', 'stands in for a function that is not declared');
    else if (stub.kind === 'function' && real.kind === 'function') {
      const difference = differs(real, stub);
      if (difference !== null) add(stub, 'signature-differs', difference);
    }
    if (stub.kind === 'macro') continue;
    if (!(stub.isStatic && stub.isInline)) {
      add(stub, 'not-static-inline', 'is not static inline: every file that includes it gets a copy, or a clash');
    }
    const errno = returnedErrno(stub);
    if (errno === null) continue;
    if (isUnsigned(stub.result, unsigned)) {
      add(stub, 'errno-from-unsigned', `returns ${errno} as ${stub.result}, which is a large number and no error`);
    } else if (stub.result.endsWith('*')) {
      add(stub, 'errno-as-pointer', `returns ${errno} as a pointer without ERR_PTR()`);
    }
  }
  for (const real of missing(functions)) add(real, 'missing', 'has no stub, although its neighbours have one');
  return problems.sort((a, b) => a.line - b.line || (a.symbol < b.symbol ? -1 : 1));
}

function differs(real: CDeclaration, stub: CDeclaration): string | null {
  if (normalType(real.result) !== normalType(stub.result)) {
    return `its stub returns ${stub.result}, the function ${real.result}`;
  }
  if (real.params.length !== stub.params.length) {
    return `its stub takes ${stub.params.length} arguments, the function ${real.params.length}`;
  }
  const at = real.params.findIndex(
    ({ type }, index) => normalType(type) !== normalType(stub.params[index]?.type ?? ''),
  );
  if (at < 0) return null;
  return `its stub takes ${stub.params[at]?.type} as argument ${at + 1}, the function ${real.params[at]?.type}`;
}

function returnedErrno({ body }: CDeclaration): string | null {
  return /\breturn\s*(-\s*E[A-Z0-9]+)\s*;/.exec(body ?? '')?.[1]?.replace(/\s/g, '') ?? null;
}

/** Names of types that this header makes of unsigned ones. */
function unsignedTypes(declarations: readonly CDeclaration[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { kind, name, signature } of declarations) {
    const base = kind === 'type' ? /^typedef (.+?) ?\b\w+$/.exec(signature)?.[1] : undefined;
    if (base !== undefined && isUnsigned(base, known)) known.add(name);
  }
  return known;
}

function isUnsigned(type: string, known: ReadonlySet<string>): boolean {
  const text = normalType(type)
    .replace(/\bconst\b/g, '')
    .trim();
  if (text.includes('*')) return false;
  return /^unsigned\b|^(?:__)?u(?:8|16|32|64)$|^uint\w*_t$|^(?:uint|ulong|size_t|bool)$/.test(text) || known.has(text);
}

/** Functions of a branch whose other branch has stubs, none of them for these. */
function missing(functions: readonly CDeclaration[]): readonly CDeclaration[] {
  const stubbed = new Set(functions.filter(({ isStub }) => isStub).map(({ name }) => name));
  const off = new Set(
    functions
      .filter(({ isStub, kind }) => isStub && kind === 'function')
      .flatMap(({ conditions }) => conditions.filter(isNegated)),
  );
  return functions.filter(
    (declared) =>
      declared.kind === 'function' &&
      !declared.isStub &&
      declared.body === null &&
      !stubbed.has(declared.name) &&
      declared.conditions.some((condition) => off.has(`!(${condition})`) || off.has(`!${condition}`)),
  );
}
