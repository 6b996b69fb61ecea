/** Finds every place of some names in a C text and says what each is; gives the trees to a visitor while they live. */
import { blanked } from './blank.js';
import { splitArguments, type ArgumentList } from './arguments.js';
import { classify, type Classified } from './classify.js';
import { conditionsOf, type Conditions } from './conditions.js';
import { bodyTexts, type Define, defineAt } from './defines.js';
import { type Node, ParseLimitError, withTree } from './grammar.js';
import { type Lexical, lexical, regionAt } from './lexical.js';
import { LineIndex } from '../diagnostics/line-index.js';
import type { Hit, HitKind } from './model.js';
import { variant, variantCount } from './variants.js';
import type { WordFinder, WordHit } from './words.js';

/** One parsed text: the file, one of its variants, or the body of a macro. */
export interface Unit {
  readonly root: Node;
  /** Text of the file as it was before annotations were blanked; for a macro the wrapped body. */
  readonly text: string;
  /** Offset in the file of offset 0 of the tree. */
  readonly shift: number;
  readonly macro: Define | null;
}

/** A name at a place that was read in a unit. */
export interface Place {
  readonly hit: WordHit;
  readonly kind: HitKind;
  readonly leaf: Node;
  /** Kind `call`: brackets and arguments; offsets of the file. */
  readonly list?: ArgumentList & { readonly open: number };
  readonly isSplit: boolean;
}

export interface Scan {
  readonly text: string;
  readonly lexical: Lexical;
  readonly lines: LineIndex;
  readonly conditions: Conditions;
  readonly hits: readonly Hit[];
}

export type Visitor = (unit: Unit, places: readonly Place[], scan: Omit<Scan, 'hits'>) => void;

/** Scans a text. The visitor gets each unit with the places that were read in it. Needs `loadGrammar` before. */
export function scanText(text: string, finder: WordFinder, visit?: Visitor): Scan {
  return new Scanner(text, finder).run(visit);
}

interface Outcome {
  readonly kind: HitKind;
  readonly reason?: string;
}

const limitReason = 'the file takes the parser too long';
/** No sensible code has brackets nested as deep. */
const deepest = 1_000;

class Scanner {
  readonly #text: string;
  readonly #finder: WordFinder;
  readonly #base: Omit<Scan, 'hits'>;
  readonly #outcomes = new Map<WordHit, Outcome>();

  constructor(text: string, finder: WordFinder) {
    this.#text = text;
    this.#finder = finder;
    const regions = lexical(text);
    this.#base = { text, lexical: regions, lines: new LineIndex(text), conditions: conditionsOf(text, regions) };
  }

  run(visit: Visitor | undefined): Scan {
    const hits = this.#finder.find(this.#text);
    const inCode: WordHit[] = [];
    const inBodies = new Map<number, { define: Define; hits: WordHit[] }>();
    for (const hit of hits) {
      const outcome = this.#lexicalKind(hit, inBodies);
      if (outcome === null) inCode.push(hit);
      else if (outcome !== 'body') this.#outcomes.set(hit, outcome);
    }
    if (this.#base.lexical.depth > deepest) {
      const outcome: Outcome = {
        kind: 'unread',
        reason: `brackets are nested more than ${deepest} deep, or do not close`,
      };
      for (const hit of hits) if (!this.#outcomes.has(hit)) this.#outcomes.set(hit, outcome);
      return { ...this.#base, hits: hits.map((hit) => this.#finished(hit)) };
    }
    if (inCode.length > 0) this.#readCode(inCode, visit);
    for (const { define, hits: own } of inBodies.values()) this.#readBody(define, own, visit);
    return { ...this.#base, hits: hits.map((hit) => this.#finished(hit)) };
  }

  #finished(hit: WordHit): Hit {
    const { kind, reason } = this.#outcomes.get(hit) ?? { kind: 'unread', reason: 'the code around it does not parse' };
    const end = hit.start + hit.name.length;
    const place = { ...this.#base.lines.at(hit.start), name: hit.name, start: hit.start, end };
    return reason === undefined ? { ...place, kind } : { ...place, kind, reason };
  }

  /** What the text alone tells; null for code. */
  #lexicalKind(hit: WordHit, inBodies: Map<number, { define: Define; hits: WordHit[] }>): Outcome | 'body' | null {
    const { lexical: regions } = this.#base;
    if (regionAt(regions.comments, hit.start) !== undefined) return { kind: 'comment' };
    if (regionAt(regions.strings, hit.start) !== undefined) return { kind: 'string' };
    if (regionAt(regions.directives, hit.start) === undefined) return null;
    const define = defineAt(this.#text, regions, hit.start);
    if (define === null) return { kind: 'directive' };
    if (hit.start === define.nameStart) return { kind: 'macro-definition' };
    if (hit.start < define.bodyStart || define.params?.includes(hit.name) === true) return { kind: 'local' };
    const known = inBodies.get(define.start) ?? { define, hits: [] };
    known.hits.push(hit);
    inBodies.set(define.start, known);
    return 'body';
  }

  #readCode(hits: readonly WordHit[], visit: Visitor | undefined): void {
    let left = this.#readUnit({ text: this.#text, shift: 0 }, null, hits, visit);
    const hasConditionals = this.#base.lexical.directives.some(({ name }) => name.startsWith('if'));
    for (let choice = 0; hasConditionals && choice < variantCount && left.length > 0; choice++) {
      if (left.some((hit) => this.#outcomes.get(hit)?.reason === limitReason)) break;
      const text = variant(this.#text, this.#base.lexical, choice);
      const here = left.filter((hit) => text.startsWith(hit.name, hit.start));
      if (here.length === 0) continue;
      const stillLeft = new Set(this.#readUnit({ text, shift: 0 }, null, here, visit));
      left = left.filter((hit) => stillLeft.has(hit) || !here.includes(hit));
    }
    const isTooLong = left.some((hit) => this.#outcomes.get(hit)?.reason === limitReason);
    if (left.length > 0 && !isTooLong) this.#readChunks(left, visit);
  }

  /** Takes each function by itself, so that one that does not parse spoils no other. */
  #readChunks(hits: readonly WordHit[], visit: Visitor | undefined): void {
    for (const [start, end] of new Map(hits.map((hit) => chunkAround(this.#text, hit.start)))) {
      const own = hits.filter((hit) => hit.start >= start && hit.start < end);
      this.#readUnit({ text: this.#text.slice(start, end), shift: start }, null, own, visit);
    }
  }

  #readBody(define: Define, hits: readonly WordHit[], visit: Visitor | undefined): void {
    let left = hits;
    for (const body of bodyTexts(this.#text, define)) {
      if (left.length > 0) left = this.#readUnit(body, define, left, visit);
    }
  }

  /** Reads hits in one text; answers with those that could not be read. */
  #readUnit(
    { text, shift }: { text: string; shift: number },
    macro: Define | null,
    hits: readonly WordHit[],
    visit: Visitor | undefined,
  ): readonly WordHit[] {
    try {
      return withTree(blanked(text, this.#finder.names), (root) => {
        const unit: Unit = { root, text, shift, macro };
        const places = this.#places(unit, hits);
        for (const { hit, kind } of places) this.#outcomes.set(hit, { kind });
        visit?.(unit, places, this.#base);
        const read = new Set(places.map(({ hit }) => hit));
        return hits.filter((hit) => !read.has(hit));
      });
    } catch (error) {
      if (!(error instanceof ParseLimitError) && !(error instanceof RangeError)) throw error;
      for (const hit of hits) this.#outcomes.set(hit, { kind: 'unread', reason: limitReason });
      return hits;
    }
  }

  #places(unit: Unit, hits: readonly WordHit[]): Place[] {
    const regions = unit.text === this.#text ? this.#base.lexical : lexical(unit.text);
    const found: { hit: WordHit; leaf: Node; told: Classified; list: Place['list'] }[] = [];
    for (const hit of hits) {
      const at = hit.start - unit.shift;
      const leaf = unit.root.descendantForIndex(at, at + hit.name.length - 1);
      if (leaf === null) continue;
      const told = leaf.text === hit.name ? classify(leaf, unit.text) : { kind: 'unread' as const };
      const list = told.kind === 'call' ? this.#list(unit, leaf, regions) : undefined;
      const isRead = told.kind !== 'unread' && (told.kind !== 'call' || list !== undefined);
      if (isRead) found.push({ hit, leaf, told, list });
      else if (!this.#outcomes.has(hit)) this.#outcomes.set(hit, { kind: 'unread', reason: unreadReason(told) });
    }
    const scopes = found.flatMap(({ hit, told }) =>
      told.scope === undefined ? [] : [{ name: hit.name, ...told.scope }],
    );
    return found.map(({ hit, leaf, told, list }) => {
      const isShadowed =
        (told.kind === 'call' || told.kind === 'reference') &&
        scopes.some(({ name, start, end }) => name === hit.name && leaf.startIndex >= start && leaf.startIndex < end);
      const isSplit = list !== undefined && this.#isSplit(leaf.startIndex + unit.shift, list.end, unit);
      if (isShadowed || list === undefined) return { hit, kind: isShadowed ? 'local' : told.kind, leaf, isSplit };
      return { hit, kind: told.kind, leaf, list, isSplit };
    });
  }

  /** Brackets behind a callee, in offsets of the file; undefined when they cannot be told. */
  #list({ text, shift }: Unit, leaf: Node, regions: Lexical): Place['list'] {
    let open = leaf.endIndex;
    while (/[\s)]/.test(text[open] ?? '') || regionAt(regions.comments, open) !== undefined) open++;
    if (text[open] !== '(') return undefined;
    const list = splitArguments(text, open, regions);
    if (list === null || hasDirective(regions, open, list.end)) return undefined;
    const args = list.args.map((arg) => ({ ...arg, start: arg.start + shift, end: arg.end + shift }));
    return { args, open: open + shift, end: list.end + shift };
  }

  #isSplit(start: number, end: number, { macro }: Unit): boolean {
    return macro === null && hasDirective(this.#base.lexical, start, end);
  }
}

/** From behind the `}` that begins a line before the offset to the one after it. */
function chunkAround(text: string, offset: number): readonly [number, number] {
  const before = text.lastIndexOf('\n}', offset);
  const after = text.indexOf('\n}', offset);
  const start = before < 0 ? 0 : Math.min(offset, before + 2);
  return [start, after < 0 ? text.length : after + 2];
}

function hasDirective({ directives }: Lexical, start: number, end: number): boolean {
  return directives.some((directive) => directive.start >= start && directive.end <= end);
}

function unreadReason(told: Classified): string {
  return told.kind === 'call'
    ? 'the brackets of the call do not close'
    : (told.reason ?? 'the code around it does not parse');
}
