/** Plans one file: each call of the old version by the map, for the version that is written. */
import type { ApiPair, FixLevel } from '../../../src/compat/pair-model.js';
import type { NotDone } from '../../call-sites/front-end.js';
import type { CallSite } from '../../call-sites/model.js';
import { planCall, type CallPlan } from '../../call-sites/plan-call.js';
import type { SurfaceIndex } from '../../call-sites/surface-index.js';
import { type Finding, typeName } from '../../diagnostics/model.js';
import type { ReadFile } from '../read-tree.js';
import { ByHand, lower } from './by-hand.js';
import { reshape, type CallEdits } from './call-edits.js';
import { inferArgument } from './infer-argument.js';
import type { RewrittenCall } from './layout.js';
import type { TargetNames } from './target-names.js';
import type { TextEdit } from './text-edits.js';

export interface FilePlan {
  readonly calls: readonly RewrittenCall[];
  /** Renamed constants and functions that are handed on. */
  readonly renames: readonly { readonly site: CallSite | null; readonly edit: TextEdit }[];
  readonly notDone: readonly NotDone[];
  /** Call sites that have to change. */
  readonly found: number;
}

export interface PlanContext {
  readonly pair: ApiPair;
  readonly index: SurfaceIndex;
  readonly target: TargetNames;
  readonly levels: ReadonlySet<FixLevel>;
}

/** `findings` are those of the file. */
export function planFile(file: ReadFile, findings: readonly Finding[], plain: PlanContext): FilePlan {
  const context = { ...plain, findings };
  const calls: RewrittenCall[] = [];
  const renames: { site: CallSite | null; edit: TextEdit }[] = [];
  const notDone: NotDone[] = [];
  let found = 0;
  for (const site of file.facts.sites) {
    if (site.side !== 'old') continue;
    try {
      const done = site.form === 'reference' ? planReference(site, context) : planSite(file, site, context);
      if (done === null) continue;
      found++;
      if ('text' in done) renames.push({ site, edit: done });
      else calls.push({ site, source: file.sources[site.id]!, ...done });
    } catch (error) {
      if (!(error instanceof ByHand)) throw error;
      found++;
      const { line, column } = file.scan.lines.at(site.start);
      notDone.push({ file: file.file, line, column, symbol: site.symbol, level: error.level, reason: error.message });
    }
  }
  const gone = goneMembers(file, context);
  notDone.push(...gone);
  found += gone.length;
  for (const edit of planConstants(file, context)) renames.push({ site: null, edit });
  return { calls, renames, notDone, found };
}

/** Null for a call that stays as it is. Throws ByHand. */
function planSite(
  file: ReadFile,
  site: CallSite,
  context: PlanContext & { readonly findings: readonly Finding[] },
): CallEdits | null {
  const { pair, index, target } = context;
  const source = file.sources[site.id]!;
  const entry = index.entries.get(site.symbol) ?? index.entries.get(source.name);
  if (entry === undefined) throw new ByHand('the map does not know this call');
  const plan = planCall(pair, 'c', target.codemod(entry), site.args);
  if (plan.kind === 'by-hand') throw new ByHand(plan.reason);
  if (plan.kind === 'keep') return keptName(site, source.name, target);
  if (source.isSplit) throw new ByHand('a line of the preprocessor stands inside of the call');
  refuseArity(site, source.name, context);
  refuseHazards(file, site, context);
  const { level } = plan;
  const call = { text: file.facts.text, lexical: file.scan.lexical, site, source };
  if (plan.kind === 'rename') {
    refuseLevel(level, context);
    return { edits: [{ ...site.callee, text: target.spell(plan.to) }], insertions: [] };
  }
  const written = writtenArguments(plan, file, site, context);
  refuseLevel(lower(level, written.level), context);
  return reshape(call, plan.call, target.spell(plan.call.to), written.texts);
}

/** A call that keeps its shape may be spelled otherwise in the version that is written. */
function keptName(site: CallSite, name: string, target: TargetNames): CallEdits | null {
  const to = target.otherName(site.symbol);
  return to === name ? null : { edits: [{ ...site.callee, text: to }], insertions: [] };
}

function refuseLevel(level: FixLevel, { levels }: PlanContext): void {
  if (!levels.has(level)) throw new ByHand(`the rewrite is ${level}, which --level leaves out`, level);
}

/** A call of another shape than any old declaration is no call that the map tells about. */
function refuseArity(site: CallSite, name: string, { index, pair }: PlanContext): void {
  const main = index.old.symbols.get(site.symbol);
  const others = Object.values(pair.surfaces).flatMap(({ language, symbols }) =>
    language === 'c' ? symbols.filter((symbol) => symbol.name === name) : [],
  );
  const wanted = main?.params.length ?? others[0]?.params.length;
  if (wanted !== undefined && wanted !== site.args.length) {
    throw new ByHand(`it is called with ${site.args.length} arguments, where ${wanted} are declared`);
  }
}

/** What a hazard warns of for certain is not carried over without a word. */
function refuseHazards(
  file: ReadFile,
  site: CallSite,
  { pair, findings }: PlanContext & { readonly findings: readonly Finding[] },
): void {
  for (const finding of findings) {
    const offset = file.scan.lines.startOf(finding.line) + finding.column - 1;
    if (offset < site.start || offset >= site.end || finding.symbol !== site.symbol) continue;
    const hazard = pair.map.hazards.find(({ kind }) => typeName(kind) === finding.type);
    const isAboutMeaning = hazard?.rule === 'argument-value' || hazard?.with['loop'] === true;
    if (hazard !== undefined && isAboutMeaning) throw new ByHand(hazard.message);
  }
}

/** Texts of the arguments that are put in, by position in the new call. */
function writtenArguments(
  plan: Extract<CallPlan, { kind: 'call' }>,
  file: ReadFile,
  site: CallSite,
  { pair, target }: PlanContext,
): { readonly texts: ReadonlyMap<number, string>; readonly level: FixLevel } {
  const texts = new Map<number, string>();
  let level: FixLevel = 'safe';
  plan.call.args.forEach((arg, at) => {
    if ('write' in arg) texts.set(at, /^\w+$/.test(arg.write) ? target.spell(arg.write) : arg.write);
    if (!('ask' in arg)) return;
    const found = arg.infer === undefined ? undefined : inferArgument(pair, file, site, arg.infer);
    if (found === undefined) throw new ByHand(arg.ask);
    texts.set(at, found.text);
    level = lower(level, found.level);
  });
  return { texts, level };
}

/** A function that is handed on can only get another name. */
function planReference(site: CallSite, { index, target }: PlanContext): TextEdit | null {
  const entry = index.entries.get(site.symbol);
  if (entry === undefined) return null;
  const spec = target.codemod(entry);
  if (spec.kind === 'keep') return null;
  if (spec.kind === 'rename') return { ...site.callee, text: target.spell(spec.to) };
  throw new ByHand('the function is handed on without a call');
}

/** Members that the version which is written has not. */
function goneMembers(file: ReadFile, { pair, target, levels }: PlanContext): readonly NotDone[] {
  // Where the API itself is written, its members are its own.
  if (!levels.has('safe') || file.scan.hits.some(({ kind }) => kind === 'definition')) return [];
  return file.facts.reads.flatMap(({ symbol, side, start }) => {
    if (side !== 'old' || target.symbol(symbol) !== undefined) return [];
    const told = pair.map.hazards.find(({ with: facts }) =>
      (facts['members'] as readonly string[] | undefined)?.includes(symbol),
    );
    const { line, column } = file.scan.lines.at(start);
    const reason = `the new version has no such member${told === undefined ? '' : `; ${told.message}`}`;
    return [{ file: file.file, line, column, symbol, level: 'by-hand', reason }];
  });
}

/** Constants that the version spells otherwise. */
function planConstants(file: ReadFile, { target }: PlanContext): readonly TextEdit[] {
  if (target.isMain) return [];
  return file.facts.mentions.flatMap(({ start, end, form, side }) => {
    const name = file.facts.text.slice(start, end);
    const to = form === 'value' && side === 'old' ? target.otherName(name) : name;
    return to === name ? [] : [{ start, end, text: to }];
  });
}
