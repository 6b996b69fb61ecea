/** The surface that a source declares: a whole header by the C reader, a piece of one by its tokens. */
import type { ApiSurface, StubFacts, SurfaceItem } from '../../surface/api-surface.js';
import { surfaceOfHeader } from '../../surface/c-surface.js';
import { ParseLimitError } from '../../c/index.js';
import type { Source } from '../tree/model.js';
import type { Declared } from './declared.js';
import { declarationsOf } from './declarations.js';
import { Recent } from './recent.js';

const known = new Recent<ApiSurface>();

/** Surface of a source, read once; null stands for a file that is not there. */
export function surfaceOf(source: Source | null): ApiSurface {
  if (source === null) return ofDeclarations([], '');
  return known.of(source, read);
}

function read(source: Source): ApiSurface {
  return (source.whole ? byGrammar(source) : null) ?? ofDeclarations(declarationsOf(source), source.path);
}

function byGrammar(source: Source): ApiSurface | null {
  try {
    return surfaceOfHeader(source.spans.map((span) => span.text).join(''), source.path);
  } catch (error) {
    if (error instanceof ParseLimitError) return null;
    throw error;
  }
}

/** A surface of declarations that were read otherwise. Stubs in a piece of a header are no ground for a verdict. */
export function ofDeclarations(declarations: readonly Declared[], file: string): ApiSurface {
  const items = new Map<string, SurfaceItem>();
  for (const declared of declarations) {
    const before = items.get(declared.name);
    if (before === undefined || (before.stub === null && !declared.isStub))
      items.set(declared.name, itemOf(declared, file));
    else if (declared.isStub) items.set(declared.name, { ...before, stub: before.stub ?? stubOf(declared) });
  }
  return { language: 'c', title: file, hasStubs: false, items, stubProblems: [], notRead: [] };
}

function itemOf(declared: Declared, file: string): SurfaceItem {
  const isType = declared.kind === 'type';
  return {
    name: declared.name,
    kind: declared.kind,
    params: declared.params.map(paramOf),
    isVariadic: declared.variadic,
    result: declared.kind === 'function' ? declared.result : '',
    value: declared.kind === 'function' ? '' : isType ? declared.signature : declared.result,
    signature: declared.kind === 'function' ? `${declared.signature};` : declared.signature,
    file,
    line: declared.line,
    stub: null,
  };
}

function stubOf(declared: Declared): StubFacts {
  return {
    signature: declared.signature,
    line: declared.line,
    params: declared.params.map(paramOf),
    result: declared.result,
    body: declared.body.map((token) => token.text).join(' '),
    isMacro: declared.kind === 'macro',
    isStatic: declared.isStatic,
    isInline: true,
  };
}

/** `struct x *a` as its type and its name. */
function paramOf(text: string): { name: string; type: string } {
  const pointer = /\(\s*\*\s*(\w+)\s*\)/.exec(text);
  if (pointer !== null) return { name: pointer[1] ?? '', type: text.replace(/\(\s*\*\s*\w+\s*\)/, '(*)') };
  const words = text.match(/[A-Za-z_]\w*/g) ?? [];
  const plain = words.filter((word) => !/^(?:const|volatile|struct|enum|union|unsigned|signed|__\w+)$/.test(word));
  const isUnnamed = plain.length < 2 && !/\b(?:unsigned|signed)\b/.test(text);
  const name = plain.at(-1);
  // One word that is no keyword is the type itself: the parameter has no name.
  if (name === undefined || isUnnamed) return { name: '', type: text };
  const at = text.lastIndexOf(name);
  return { name, type: `${text.slice(0, at)}${text.slice(at + name.length)}`.trim() };
}
