/** Puts the facts of one C file together. */
import type { CallSite, FileFacts, FunctionFacts, MemberRead, Mention } from '../../call-sites/model.js';
import type { Side } from '../../call-sites/surface-index.js';
import type { NotRead } from '../../diagnostics/model.js';
import type { ApiNames } from '../api-names.js';
import type { CArgument, HitKind } from '../model.js';
import type { WordHit } from '../words.js';
import { type Place, scanText, type Scan, type Unit } from '../scan.js';
import { memberReads } from './member-reads.js';
import { callNode, countersOf, fileLevel, textFacts, usesOfCall } from './call-nodes.js';
import { UnitContext } from './context.js';
import { expressionFacts } from './expressions.js';
import { flowOf } from './flow.js';
import type { HeaderNames } from './headers.js';
import { lazily } from './lazily.js';
import { chained, type DeclaredNames, kernelNames, lazySource, type NameSource } from './name-source.js';
import { ownNames } from './own-names.js';
import { argumentsOf, type CNode } from './syntax.js';
import { bodyFacts, FunctionCopies, type FunctionNode, functionNodes, handlerWords } from './unit-functions.js';

/** What codemods need of a call besides its facts. */
export interface SiteSource {
  readonly name: string;
  readonly args: readonly CArgument[];
  /** Offset of the `(` of the call; -1 for a reference. */
  readonly open: number;
  readonly isSplit: boolean;
  /** The function around it, to look for variables in; null at file level and in macros. */
  readonly definition: CNode | null;
  readonly context: UnitContext;
}

export interface CFile {
  readonly facts: FileFacts;
  /** By site id. */
  readonly sources: readonly SiteSource[];
  readonly scan: Scan;
}

export interface CFileOptions {
  /** As it is printed. */
  readonly file: string;
  readonly names: ApiNames;
  readonly headers: HeaderNames;
  /** The side that the header of the tree speaks, when there is one. */
  readonly fallback: Side | undefined;
}

/** Reads one text. Needs `loadGrammar` before. */
export function readFile(text: string, options: CFileOptions): CFile {
  return new FileReader(text, options).read();
}

const fileFunction: Omit<FunctionFacts, 'end'> = {
  start: 0,
  name: '(file)',
  parent: 0,
  owner: null,
  flow: null,
  calls: [],
  waits: [],
};

const mentionForms: Readonly<Partial<Record<HitKind, Mention['form']>>> = {
  reference: 'value',
  call: 'value',
  type: 'type',
  declaration: 'declaration',
  definition: 'declaration',
};

class FileReader {
  readonly #text: string;
  readonly #options: CFileOptions;
  readonly #sites: CallSite[] = [];
  readonly #sources: SiteSource[] = [];
  readonly #reads: MemberRead[] = [];
  readonly #mentions: Mention[] = [];
  readonly #functions: FunctionFacts[];
  readonly #functionByStart = new Map<number, number>();
  readonly #siteByCallee = new Map<number, number>();
  readonly #readAt = new Set<number>();
  /** Calls where no function is: the text around them was misread. */
  readonly #outside: WordHit[] = [];
  readonly #own: () => DeclaredNames;
  readonly #types: NameSource;
  readonly #evidence: () => 'types' | 'pattern';

  constructor(text: string, options: CFileOptions) {
    this.#text = text;
    this.#options = options;
    this.#functions = [{ ...fileFunction, end: text.length }];
    const { names, headers } = options;
    this.#own = lazily(() => ownNames(text));
    this.#types = chained([lazySource(this.#own), headers, kernelNames]);
    this.#evidence = lazily(() => (names.headers.some((ending) => headers.includes(ending)) ? 'types' : 'pattern'));
  }

  read(): CFile {
    const { names, file } = this.#options;
    const scan = scanText(this.#text, names.finder, (unit, places) => this.#unit(unit, places));
    const notRead: NotRead[] = scan.hits.flatMap(({ kind, name, line, reason }) =>
      kind === 'unread' && names.callables.has(name)
        ? [{ file, line, symbol: name, reason: reason ?? 'the code around it does not parse' }]
        : [],
    );
    for (const { name, start } of this.#outside) {
      notRead.push({ file, line: scan.lines.lineOf(start), symbol: name, reason: 'it stands outside of any function' });
    }
    const facts: FileFacts = {
      file,
      text: this.#text,
      sites: this.#sites,
      reads: this.#reads,
      mentions: this.#mentions,
      functions: this.#functions,
      notRead,
    };
    return { facts, sources: this.#sources, scan };
  }

  #unit(unit: Unit, places: readonly Place[]): void {
    const { names } = this.#options;
    const nodes = unit.macro === null ? functionNodes(unit.root, unit.shift) : [];
    const copies = new FunctionCopies(nodes, unit.shift);
    for (const own of nodes) this.#indexOf(own);
    const callables = places.filter(({ hit }) => names.callables.has(hit.name));
    const isOutside = ({ hit }: Place) =>
      unit.macro === null && copies.around(hit.start) === undefined && names.isFunction(hit.name);
    const calls = callables.filter((place) => place.kind === 'call' && !isOutside(place));
    for (const place of callables) if (place.kind === 'call' && isOutside(place)) this.#outside.push(place.hit);
    const context = this.#context(unit, nodes, copies, calls);
    const side = this.#dialect(calls);
    // Ids first: the flow of one call looks at others.
    for (const place of calls) this.#siteByCallee.set(place.hit.start, this.#siteByCallee.size);
    for (const place of calls) this.#call(place, unit, copies, context, side);
    for (const place of callables) if (place.kind === 'reference') this.#reference(place, unit, copies, context, side);
    for (const place of places) if (!names.callables.has(place.hit.name)) this.#mention(place, copies, side);
    if (unit.macro === null) {
      this.#memberReads(copies, context, nodes);
      this.#flows(calls, copies, context);
      if (this.#hasHandlers(calls)) this.#bodies(nodes, copies, context);
    }
  }

  #indexOf(own: FunctionNode): number {
    const known = this.#functionByStart.get(own.start);
    if (known !== undefined) return known;
    const index = this.#functions.length;
    this.#functionByStart.set(own.start, index);
    this.#functions.push({ ...fileFunction, start: own.start, end: own.end, name: own.name });
    return index;
  }

  #context(unit: Unit, nodes: readonly FunctionNode[], copies: FunctionCopies, calls: readonly Place[]): UnitContext {
    const functionByName = new Map(nodes.map((own) => [own.name, this.#indexOf(own)]));
    const textOf = (node: { start: number; end: number }) =>
      unit.text.slice(node.start - unit.shift, node.end - unit.shift);
    const needsHandlers = unit.macro === null && this.#hasHandlers(calls);
    const trees = needsHandlers ? [...nodes.map((own) => copies.copy(own)), ...fileLevel(unit)] : [];
    const self = {
      text: unit.text,
      shift: unit.shift,
      names: this.#options.names,
      types: this.#types,
      own: this.#own,
      functionByName,
      handlersByWord: handlerWords(trees, functionByName, textOf),
      siteByCallee: this.#siteByCallee,
    };
    return new UnitContext({ ...self, indexOf: (start) => this.#functionByStart.get(start) ?? 0 });
  }

  #hasHandlers(calls: readonly Place[]): boolean {
    const { index } = this.#options.names;
    return calls.some(({ hit }) =>
      (['old', 'new'] as const).some((side) =>
        index[side].symbols.get(hit.name)?.roles.some(({ kind }) => kind === 'registers-handler'),
      ),
    );
  }

  /** The side that the calls of this file speak for. */
  #dialect(calls: readonly Place[]): Side {
    let score = 0;
    for (const { hit, list } of calls) {
      const side = list === undefined ? undefined : this.#options.names.evidenceOf(hit.name, list.args.length);
      if (side !== undefined) score += side === 'new' ? 1 : -1;
    }
    if (score === 0) return this.#options.fallback ?? 'old';
    return score > 0 ? 'new' : 'old';
  }

  #call(place: Place, unit: Unit, copies: FunctionCopies, context: UnitContext, side: Side): void {
    const { names } = this.#options;
    const { hit, list } = place;
    const id = this.#siteByCallee.get(hit.start)!;
    const { node, definition } = callNode(place, unit, copies);
    const lexical = list?.args ?? [];
    const { symbol, side: own } = names.resolveCall(hit.name, lexical.length, side, this.#options.fallback);
    const nodes = node === null ? [] : argumentsOf(node);
    const args =
      nodes.length === lexical.length ? nodes.map((one) => expressionFacts(one, context)) : lexical.map(textFacts);
    const uses = lazily(() => (node === null ? [] : usesOfCall(node, context, unit)));
    const evidence = this.#evidence;
    this.#sites[id] = {
      id,
      start: node?.start ?? hit.start,
      end: list?.end ?? hit.start + hit.name.length,
      symbol,
      side: own,
      form: unit.macro === null ? 'direct' : 'macro',
      callee: { start: hit.start, end: hit.start + hit.name.length },
      receiver: null,
      args,
      function: this.#functionAt(hit.start, copies),
      counters: node === null ? [] : countersOf(node, context),
      get uses() {
        return uses();
      },
      get evidence() {
        return evidence();
      },
    };
    const open = list?.open ?? hit.start;
    this.#sources[id] = { name: hit.name, args: lexical, open, isSplit: place.isSplit, definition, context };
  }

  #reference(place: Place, unit: Unit, copies: FunctionCopies, context: UnitContext, side: Side): void {
    const { hit } = place;
    const id = this.#siteByCallee.size;
    const span = { start: hit.start, end: hit.start + hit.name.length };
    const evidence = this.#evidence;
    this.#siteByCallee.set(hit.start, id);
    this.#sites[id] = {
      id,
      ...span,
      symbol: this.#options.names.canonical(hit.name, side),
      side: this.#options.names.resolveMention(hit.name, side).side,
      form: 'reference',
      callee: span,
      receiver: null,
      args: [],
      function: unit.macro === null ? this.#functionAt(hit.start, copies) : 0,
      uses: [],
      counters: [],
      get evidence() {
        return evidence();
      },
    };
    this.#sources[id] = { name: hit.name, args: [], open: -1, isSplit: false, definition: null, context };
  }

  #functionAt(offset: number, copies: FunctionCopies): number {
    const own = copies.around(offset);
    return own === undefined ? 0 : this.#indexOf(own);
  }

  #mention({ hit, kind }: Place, copies: FunctionCopies, side: Side): void {
    const form = mentionForms[kind];
    if (form === undefined) return;
    const resolved = this.#options.names.resolveMention(hit.name, side);
    const span = { start: hit.start, end: hit.start + hit.name.length };
    this.#mentions.push({ ...span, ...resolved, form, function: this.#functionAt(hit.start, copies) });
  }

  #memberReads(copies: FunctionCopies, context: UnitContext, nodes: readonly FunctionNode[]): void {
    for (const read of memberReads(copies, context, nodes)) {
      if (this.#readAt.has(read.start)) continue;
      this.#readAt.add(read.start);
      this.#reads.push({ ...read, id: this.#reads.length });
    }
  }

  #flows(calls: readonly Place[], copies: FunctionCopies, context: UnitContext): void {
    const functions = new Set(calls.flatMap(({ hit }) => copies.around(hit.start) ?? []));
    for (const own of functions) {
      const index = this.#indexOf(own);
      const copy = copies.copy(own);
      const flow = lazily(() => flowOf(copy, context));
      const { flow: _, ...rest } = this.#functions[index]!;
      this.#functions[index] = {
        ...rest,
        get flow() {
          return flow();
        },
      };
    }
  }

  #bodies(nodes: readonly FunctionNode[], copies: FunctionCopies, context: UnitContext): void {
    for (const own of nodes) {
      const index = this.#indexOf(own);
      const facts = bodyFacts(copies.copy(own), context.functionByName, (node) => context.textOf(node));
      Object.assign(this.#functions[index]!, facts);
    }
  }
}
