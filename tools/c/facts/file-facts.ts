/** Puts the facts of one C file together. */
import type {
  CallSite,
  ExpressionFacts,
  FileFacts,
  FunctionFacts,
  MemberRead,
  Mention,
} from '../../call-sites/model.js';
import type { Side } from '../../call-sites/surface-index.js';
import type { NotRead } from '../../diagnostics/model.js';
import type { ApiNames } from '../api-names.js';
import { declarationsIn } from '../declarations.js';
import type { CArgument } from '../model.js';
import type { WordHit } from '../words.js';
import { type Place, scanText, type Scan, type Unit } from '../scan.js';
import { UnitContext } from './context.js';
import { expressionFacts, placeOf, typeOf } from './expressions.js';
import { flowOf } from './flow.js';
import type { HeaderNames } from './headers.js';
import { chained, DeclaredNames, kernelNames, type NameSource } from './name-source.js';
import { argumentsOf, type CNode, copyTree, enclosing, fieldOf, walk } from './syntax.js';
import { tagOf } from './type-names.js';
import { bodyFacts, FunctionCopies, type FunctionNode, functionNodes, handlerWords } from './unit-functions.js';
import { usesOf } from './value-uses.js';

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
  /** The side that a call speaks when it fits both. */
  readonly fallback: Side;
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
  #types: NameSource | undefined;
  #own: DeclaredNames | undefined;

  constructor(text: string, options: CFileOptions) {
    this.#text = text;
    this.#options = options;
    this.#functions = [{ ...fileFunction, end: text.length }];
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
    if (this.#types === undefined || this.#own === undefined) {
      const declared = unit.macro === null ? declarationsIn(unit.root, unit.text).declarations : [];
      this.#own = new DeclaredNames(declared);
      this.#types = chained([this.#own, this.#options.headers, kernelNames]);
    }
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
    if (score === 0) return this.#options.fallback;
    return score > 0 ? 'new' : 'old';
  }

  #call(place: Place, unit: Unit, copies: FunctionCopies, context: UnitContext, side: Side): void {
    const { names } = this.#options;
    const { hit, list } = place;
    const id = this.#siteByCallee.get(hit.start)!;
    const { node, definition } = callNode(place, unit, copies);
    const lexical = list?.args ?? [];
    const { symbol, side: own } = names.resolveCall(hit.name, lexical.length, side);
    const nodes = node === null ? [] : argumentsOf(node);
    const args =
      nodes.length === lexical.length ? nodes.map((one) => expressionFacts(one, context)) : lexical.map(textFacts);
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
      uses: node === null ? [] : usesOfCall(node, context, unit),
      counters: node === null ? [] : countersOf(node, context),
      evidence: this.#evidence(),
    };
    const open = list?.open ?? hit.start;
    this.#sources[id] = { name: hit.name, args: lexical, open, isSplit: place.isSplit, definition, context };
  }

  #evidence(): 'types' | 'pattern' {
    const { names, headers } = this.#options;
    return names.headers.some((ending) => headers.includes(ending)) ? 'types' : 'pattern';
  }

  #reference(place: Place, unit: Unit, copies: FunctionCopies, context: UnitContext, side: Side): void {
    const { hit } = place;
    const id = this.#siteByCallee.size;
    const span = { start: hit.start, end: hit.start + hit.name.length };
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
      evidence: this.#evidence(),
    };
    this.#sources[id] = { name: hit.name, args: [], open: -1, isSplit: false, definition: null, context };
  }

  #functionAt(offset: number, copies: FunctionCopies): number {
    const own = copies.around(offset);
    return own === undefined ? 0 : this.#indexOf(own);
  }

  #mention({ hit, kind }: Place, copies: FunctionCopies, side: Side): void {
    const form =
      kind === 'reference' || kind === 'call'
        ? 'value'
        : kind === 'type'
          ? 'type'
          : kind === 'declaration' || kind === 'definition'
            ? 'declaration'
            : null;
    if (form === null) return;
    const resolved = this.#options.names.resolveMention(hit.name, side);
    const span = { start: hit.start, end: hit.start + hit.name.length };
    this.#mentions.push({ ...span, ...resolved, form, function: this.#functionAt(hit.start, copies) });
  }

  /** Reads of members whose owner is a type of the surface. */
  #memberReads(copies: FunctionCopies, context: UnitContext, nodes: readonly FunctionNode[]): void {
    const { index } = this.#options.names;
    const members = new Set([...index.old.members.keys(), ...index.new.members.keys()]);
    if (members.size === 0) return;
    const pattern = new RegExp(`(?:->|\\.)\\s*(?:${[...members].join('|')})\\b`, 'g');
    const functions = new Set(
      Array.from(context.text.matchAll(pattern), ({ index: at }) => copies.around(at + context.shift)),
    );
    for (const own of nodes) {
      if (!functions.has(own)) continue;
      for (const node of walk(copies.copy(own))) {
        if (node.type === 'field_expression' && !this.#readAt.has(node.start))
          this.#memberRead(node, context, this.#indexOf(own));
      }
    }
  }

  #memberRead(node: CNode, context: UnitContext, index: number): void {
    const field = fieldOf(node, 'field');
    const owner = fieldOf(node, 'argument');
    if (field === null || owner === null) return;
    const member = context.textOf(field);
    for (const side of ['old', 'new'] as const) {
      const owners = this.#options.names.index[side].members.get(member) ?? [];
      if (owners.length === 0) continue;
      const tag = tagOf(typeOf(owner, context) ?? '');
      if (tag === null || !owners.includes(tag)) continue;
      this.#readAt.add(node.start);
      const id = this.#reads.length;
      const uses = usesOf(node, context);
      this.#reads.push({
        id,
        start: node.start,
        end: node.end,
        symbol: `${tag}.${member}`,
        member,
        side,
        function: index,
        uses,
      });
      return;
    }
  }

  #flows(calls: readonly Place[], copies: FunctionCopies, context: UnitContext): void {
    const functions = new Set(calls.flatMap(({ hit }) => copies.around(hit.start) ?? []));
    for (const own of functions) {
      const index = this.#indexOf(own);
      this.#functions[index] = { ...this.#functions[index]!, flow: flowOf(copies.copy(own), context) };
    }
  }

  #bodies(nodes: readonly FunctionNode[], copies: FunctionCopies, context: UnitContext): void {
    for (const own of nodes) {
      const index = this.#indexOf(own);
      const facts = bodyFacts(copies.copy(own), context.functionByName, (node) => context.textOf(node));
      this.#functions[index] = { ...this.#functions[index]!, ...facts };
    }
  }
}

/** Declarations with values at file level. */
function fileLevel(unit: Unit): readonly CNode[] {
  return unit.root.namedChildren.filter(({ type }) => type === 'declaration').map((node) => copyTree(node, unit.shift));
}

/** The call around a place, in a copy. */
function callNode(
  place: Place,
  unit: Unit,
  copies: FunctionCopies,
): { readonly node: CNode | null; readonly definition: CNode | null } {
  const own = unit.macro === null ? copies.around(place.hit.start) : undefined;
  const definition = own === undefined ? null : copies.copy(own);
  const tree = definition ?? copyTree(unit.root, unit.shift);
  for (const node of walk(tree)) {
    if (node.type !== 'identifier' || node.start !== place.hit.start) continue;
    const call = enclosing(node, 'call_expression');
    const callee = call === null ? null : fieldOf(call, 'function');
    const isIts = callee !== null && callee.start <= node.start && node.end <= callee.end;
    return { node: isIts ? call : null, definition };
  }
  return { node: null, definition };
}

/** The value of a macro that is an expression goes to whoever uses the macro. */
function usesOfCall(node: CNode, context: UnitContext, { macro }: Unit): CallSite['uses'] {
  const uses = usesOf(node, context);
  if (macro === null) return uses;
  return uses.map((use) => {
    const rest = context.text.slice(use.end - context.shift).trim();
    return use.kind === 'discarded' && /^;?\s*\}?$/.test(rest) ? { ...use, kind: 'returned' } : use;
  });
}

/** Facts of an argument of which only the text is known. */
function textFacts({ start, end, text }: CArgument): ExpressionFacts {
  const isNull = text === 'NULL';
  const isNumber = /^-?(?:0x[\da-f]+|\d+)[ul]*$/i.test(text);
  const literal = isNull ? 'null' : isNumber ? 'number' : null;
  const value = isNull
    ? 'null'
    : isNumber
      ? String(Number(text.replace(/[ul]+$/i, '')))
      : /^\w+$/.test(text)
        ? text
        : null;
  return { start, end, text, types: [], literal, value, place: null, handlers: [] };
}

/** Counters of the counted loops around a node. */
function countersOf(node: CNode, context: UnitContext): readonly string[] {
  const found: string[] = [];
  for (let at: CNode | null = node; at !== null && at.type !== 'function_definition'; at = at.parent) {
    if (at.parent?.type !== 'for_statement' || at.field !== 'body') continue;
    const update = fieldOf(at.parent, 'update');
    if (update === null) continue;
    for (const inner of walk(update)) {
      const place = inner.type === 'identifier' ? placeOf(inner, context) : null;
      if (place !== null) found.push(place);
    }
  }
  return found;
}
