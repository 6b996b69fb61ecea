/** Declarations of a whole file, by the C grammar. */
import type { CDeclaration } from '../../c/index.js';
import { ParseLimitError, readDeclarations } from '../../c/index.js';
import type { Source } from '../tree/model.js';
import type { Declared } from './declared.js';
import { closing } from './functions.js';
import type { Token } from './lex.js';
import { lex } from './lex.js';

/** Declarations in order of the text; null when the text takes the parser too long. Needs `loadGrammar` before. */
export function declaredByGrammar(source: Source): Declared[] | null {
  const text = source.spans.map((span) => span.text).join('');
  try {
    return readDeclarations(text).declarations.flatMap((one) => declaredOf(one, text));
  } catch (error) {
    if (error instanceof ParseLimitError) return null;
    throw error;
  }
}

function declaredOf(one: CDeclaration, text: string): Declared[] {
  if (one.kind === 'member' || one.kind === 'variable') return [];
  if (one.kind === 'type' && /^(?:struct|union|enum) \w+;?$/.test(one.signature)) return [];
  // An empty `#define` is an include guard or a switch.
  if (one.kind === 'constant' && one.value === '') return [];
  return [
    {
      name: one.name,
      kind: one.kind,
      params: one.params.map((param) => joined(param.type, param.name)),
      variadic: one.isVariadic,
      result:
        one.kind === 'function'
          ? one.result.replace(/ \*/g, ' *')
          : one.kind === 'type'
            ? one.value.replace(/^\{|\}$/g, '').trim()
            : one.value,
      signature: one.signature.replace(/;$/, '').replace(/^(?:(?:extern|static|inline|__always_inline) )+/, ''),
      line: one.line,
      hasBody: one.body !== null,
      body: one.body === null ? [] : bodyOf(text.slice(one.start, one.end), one.line),
      isStatic: one.isStatic,
      conditions: one.conditions,
      isStub: one.isStub,
      documented: one.isDocumented,
    },
  ];
}

function joined(type: string, name: string): string {
  if (name === '' || type === '') return type + name;
  return type.endsWith('*') ? type + name : `${type} ${name}`;
}

function bodyOf(text: string, line: number): readonly Token[] {
  const tokens = lex(text, line);
  const open = tokens.findIndex((token) => token.text === '{');
  return tokens.slice(open + 1, closing(tokens, open));
}
