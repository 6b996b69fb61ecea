/** What is inside a Markdown document: headings, links and code, as a renderer sees them. */
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';

export interface Outline {
  readonly headings: readonly { readonly level: number; readonly anchor: string }[];
  /** Targets of links and pictures, as written. */
  readonly links: readonly string[];
  /** Fenced code; `line` is that of its first line of text, 1 for the first of the document. */
  readonly fences: readonly { readonly language: string; readonly text: string; readonly line: number }[];
}

const parser = new MarkdownIt().use(anchor);

export function outlineOf(markdown: string): Outline {
  const tokens = parser.parse(markdown, {});
  const inside = tokens.flatMap(({ children }) => children ?? []);
  return {
    headings: tokens
      .filter(({ type }) => type === 'heading_open')
      .map((token) => ({ level: Number(token.tag.slice(1)), anchor: String(token.attrGet('id') ?? '') })),
    links: inside.flatMap((token) => {
      const target = token.attrGet(token.type === 'image' ? 'src' : 'href');
      return target === null ? [] : [String(target)];
    }),
    fences: tokens
      .filter(({ type }) => type === 'fence')
      .map(({ info, content, map }) => ({ language: info.trim(), text: content, line: (map?.[0] ?? 0) + 2 })),
  };
}

/**
 * Links inside the documents that lead nowhere, as `file: target`. A link outside of them is asked of `exists`, with its path
 * from the root; links to other sites are not looked at.
 */
export function deadLinks(
  documents: ReadonlyMap<string, string>,
  exists: (path: string) => boolean,
): readonly string[] {
  const outlines = new Map([...documents].map(([path, text]) => [path, outlineOf(text)]));
  const isDead = (path: string, target: string): boolean => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = '', heading] = target.split('#');
    const to = file === '' ? path : resolved(path, file);
    const outline = outlines.get(to);
    if (outline === undefined) return !exists(to);
    return heading !== undefined && !outline.headings.some((one) => one.anchor === heading);
  };
  return [...outlines].flatMap(([path, { links }]) =>
    links.filter((target) => isDead(path, target)).map((target) => `${path}: ${target}`),
  );
}

function resolved(from: string, target: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of target.replace(/\/$/, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
