/** Comments, strings and preprocessor lines of a C text, found without a grammar, so that they hold in broken code too. */

export interface Region {
  readonly start: number;
  /** Excluded. */
  readonly end: number;
}

/** One preprocessor line with its continuations. */
export interface Directive extends Region {
  /** `if`, `else`, `define`, `include`, ...; empty for a lone `#`. */
  readonly name: string;
  /** Offset behind the name. */
  readonly nameEnd: number;
}

export interface Lexical {
  readonly comments: readonly Region[];
  /** Strings and character constants. */
  readonly strings: readonly Region[];
  readonly directives: readonly Directive[];
  /** How deep brackets are nested at most; those that do not close count to the end. */
  readonly depth: number;
}

const newline = 10;
const quote = 34;
const hash = 35;
const apostrophe = 39;
const star = 42;
const slash = 47;
const backslash = 92;

/** Scans a text once; takes time in proportion to its length. */
export function lexical(text: string): Lexical {
  const comments: Region[] = [];
  const strings: Region[] = [];
  const directives: Directive[] = [];
  let directive: { start: number; name: string; nameEnd: number } | null = null;
  let atLineStart = true;
  let depth = 0;
  let deepest = 0;
  let at = 0;
  while (at < text.length) {
    const letter = text.charCodeAt(at);
    if (letter === newline) {
      if (directive !== null && !isContinued(text, at)) {
        directives.push({ ...directive, end: at });
        directive = null;
      }
      atLineStart = directive === null;
      at++;
    } else if (letter === slash && (text.charCodeAt(at + 1) === star || text.charCodeAt(at + 1) === slash)) {
      const end = text.charCodeAt(at + 1) === star ? blockEnd(text, at) : lineEnd(text, at);
      comments.push({ start: at, end });
      at = end;
    } else if (letter === quote || letter === apostrophe) {
      const end = stringEnd(text, at, letter);
      strings.push({ start: at, end });
      at = end;
      atLineStart = false;
    } else if (letter === hash && atLineStart) {
      const match = directiveName(text, at);
      directive = { start: at, ...match };
      // Their text is prose: an apostrophe in it opens no constant.
      at = match.name === 'error' || match.name === 'warning' ? lineEnd(text, match.nameEnd) : match.nameEnd;
      atLineStart = false;
    } else {
      if (letter === 40 || letter === 123 || letter === 91) deepest = Math.max(deepest, ++depth);
      else if (letter === 41 || letter === 125 || letter === 93) depth--;
      if (letter !== 32 && letter !== 9 && letter !== 13 && letter !== 12) atLineStart = false;
      at++;
    }
  }
  if (directive !== null) directives.push({ ...directive, end: text.length });
  return { comments, strings, directives, depth: deepest };
}

function isContinued(text: string, lineFeed: number): boolean {
  const before = text.charCodeAt(lineFeed - 1) === 13 ? lineFeed - 2 : lineFeed - 1;
  return text.charCodeAt(before) === backslash;
}

function blockEnd(text: string, start: number): number {
  const end = text.indexOf('*/', start + 2);
  return end < 0 ? text.length : end + 2;
}

function lineEnd(text: string, start: number): number {
  let end = text.indexOf('\n', start);
  while (end > 0 && isContinued(text, end)) end = text.indexOf('\n', end + 1);
  return end < 0 ? text.length : end;
}

/** A constant ends with its line at the latest. */
function stringEnd(text: string, start: number, mark: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === mark) return at + 1;
    if (letter === backslash) at++;
    else if (letter === newline) return at;
  }
  return text.length;
}

const namePattern = /[ \t]*([A-Za-z_]\w*)/y;

function directiveName(text: string, at: number): { name: string; nameEnd: number } {
  namePattern.lastIndex = at + 1;
  const match = namePattern.exec(text);
  if (match === null) return { name: '', nameEnd: at + 1 };
  return { name: match[1] ?? '', nameEnd: at + match[0].length + 1 };
}

/** The region that holds an offset, or undefined. Regions are in order and do not overlap. */
export function regionAt<T extends Region>(regions: readonly T[], offset: number): T | undefined {
  let low = 0;
  let high = regions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (regions[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  const found = regions[low];
  return found !== undefined && found.start <= offset ? found : undefined;
}

/** Text of a preprocessor line behind its name: comments and continuations out, blanks squeezed. */
export function directiveText(text: string, directive: Directive): string {
  return withoutComments(text.slice(directive.nameEnd, directive.end))
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The same text with each comment as one blank; strings stay. */
export function withoutComments(text: string): string {
  const { comments } = lexical(text);
  let out = '';
  let from = 0;
  for (const { start, end } of comments) {
    out += `${text.slice(from, start)} `;
    from = end;
  }
  return from === 0 ? text : out + text.slice(from);
}
