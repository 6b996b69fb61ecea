/** The bodies of `#define`, which the grammar leaves as text, made ready to be parsed as code. */
import { type Directive, type Lexical, regionAt } from './lexical.js';

export interface Define {
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Null for an object-like macro. */
  readonly params: readonly string[] | null;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly start: number;
  readonly end: number;
}

const head = /[ \t]*(?:\\\r?\n[ \t]*)*(\w+)(\(([^()]*)\))?/y;

/** The macro that a `#define` line defines; null for any other line. */
export function readDefine(text: string, directive: Directive): Define | null {
  if (directive.name !== 'define') return null;
  head.lastIndex = directive.nameEnd;
  const match = head.exec(text);
  const name = match?.[1];
  if (match === null || name === undefined) return null;
  const nameStart = directive.nameEnd + match[0].indexOf(name);
  const bodyStart = directive.nameEnd + match[0].length;
  return {
    name,
    nameStart,
    nameEnd: nameStart + name.length,
    params: match[2] === undefined ? null : splitNames(match[3] ?? ''),
    bodyStart: Math.min(bodyStart, directive.end),
    bodyEnd: directive.end,
    start: directive.start,
    end: directive.end,
  };
}

function splitNames(list: string): string[] {
  return list
    .replace(/\\\r?\n/g, ' ')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** All macros of a text, in order. */
export function definesOf(text: string, { directives }: Lexical): readonly Define[] {
  return directives.flatMap((directive) => readDefine(text, directive) ?? []);
}

/** The macro whose line holds an offset. */
export function defineAt(text: string, lexical: Lexical, offset: number): Define | null {
  const directive = regionAt(lexical.directives, offset);
  return directive === undefined ? null : readDefine(text, directive);
}

/** A text to parse with the shift that brings its offsets back to the file. */
export interface BodyText {
  readonly text: string;
  readonly shift: number;
}

/** The body as a statement, and as the inside of an initializer, for the one that parses. */
export function bodyTexts(text: string, define: Define): readonly BodyText[] {
  const body = text
    .slice(define.bodyStart, define.bodyEnd)
    .replace(/\\(?=\r?\n)/g, ' ')
    .replace(/##|#(?=\s*\w)/g, (mark) => ' '.repeat(mark.length));
  return ['void m(void) {\n', 'int m[] = {\n'].map((before) => ({
    text: `${before}${body}\n;}${before.startsWith('int') ? ';' : ''}`.replace(/\n;\};$/, '\n};'),
    shift: define.bodyStart - before.length,
  }));
}
