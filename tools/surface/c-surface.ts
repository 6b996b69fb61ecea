/** The surface of a C header: each name once, with what it is where the API is switched off. */
import type { CDeclaration } from '../c/declared.js';
import { readDeclarations } from '../c/declarations.js';
import type { ApiSurface, StubFacts, SurfaceItem } from './api-surface.js';
import { stubProblems } from './stub-checks.js';

/** Reads a header. Needs `loadGrammar` of the C reader before; throws ParseLimitError. */
export function surfaceOfHeader(text: string, file: string, title = file): ApiSurface {
  const { declarations, broken } = readDeclarations(text);
  const items = new Map<string, SurfaceItem>();
  for (const [name, all] of grouped(declarations)) {
    const item = itemOf(all, file);
    if (item !== null) items.set(name, item);
  }
  return {
    language: 'c',
    title,
    hasStubs: true,
    items,
    stubProblems: stubProblems(declarations, file),
    notRead: broken.map((place) => ({
      file,
      line: place.line,
      symbol: nameIn(place.text),
      reason: `does not parse: ${place.text}`,
    })),
  };
}

function grouped(declarations: readonly CDeclaration[]): ReadonlyMap<string, readonly CDeclaration[]> {
  const all = new Map<string, CDeclaration[]>();
  for (const declared of declarations) {
    const same = all.get(declared.name);
    if (same === undefined) all.set(declared.name, [declared]);
    else same.push(declared);
  }
  return all;
}

/** The declaration that callers see where the API is there, and its stand-in. */
function itemOf(all: readonly CDeclaration[], file: string): SurfaceItem | null {
  const real = all.filter(({ isStub }) => !isStub);
  // A type is declared before it gets its body.
  const main = real.find(({ value, kind }) => kind === 'type' && value !== '') ?? real[0] ?? all[0];
  if (main === undefined) return null;
  const stub = all.find((declared) => declared !== main && declared.isStub) ?? null;
  return {
    name: main.name,
    kind: main.kind,
    params: main.params,
    isVariadic: main.isVariadic,
    result: main.result,
    value: main.kind === 'type' ? typeValue(main) : main.value,
    signature: main.signature,
    file,
    line: main.line,
    stub: stub === null ? null : stubOf(stub),
  };
}

/** Members and values of a type are items of their own; of the type only what it is counts. */
function typeValue({ signature }: CDeclaration): string {
  return signature
    .replace(/\{.*\}/s, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function stubOf(declared: CDeclaration): StubFacts {
  const { signature, line, params, result, isStatic, isInline } = declared;
  const isMacro = declared.kind === 'macro' || declared.kind === 'constant';
  return { signature, line, params, result, body: declared.body ?? declared.value, isMacro, isStatic, isInline };
}

/** The name that broken text seems to be about. */
function nameIn(text: string): string {
  return /([A-Za-z_]\w*)\s*\(/.exec(text)?.[1] ?? /[A-Za-z_]\w*/.exec(text)?.[0] ?? text;
}
