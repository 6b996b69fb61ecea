/** Finds the one value of a type that belongs to a call, where there is exactly one. */
import type { ApiPair, FixLevel } from '../../../src/compat/pair-model.js';
import type { CallSite } from '../../call-sites/model.js';
import { namesOfType } from '../../call-sites/plan-call.js';
import type { CFile, SiteSource } from '../facts/file-facts.js';
import { isPointer, tagOf } from '../facts/type-names.js';

export interface Inferred {
  readonly text: string;
  readonly level: FixLevel;
}

interface Question {
  readonly file: CFile;
  readonly site: CallSite;
  readonly source: SiteSource;
  readonly types: ReadonlySet<string>;
}

/** The text of the only value of that type which can be meant, or undefined. */
export function inferArgument(pair: ApiPair, file: CFile, site: CallSite, typeKey: string): Inferred | undefined {
  const source = file.sources[site.id];
  if (source?.definition == null) return undefined;
  const question: Question = { file, site, source, types: new Set(namesOfType(pair, 'c', typeKey)) };
  const origin = fromOrigin(question);
  if (origin !== undefined) return { text: origin, level: 'safe' };
  for (const find of [fromNeighbour, besides, inScope, ofParameters, ofFile]) {
    const [only, ...more] = [...new Set(find(question))];
    if (only !== undefined) return more.length === 0 ? { text: only, level: 'suggested' } : undefined;
  }
  return undefined;
}

/** Arguments of that type in other calls about the same place. */
function argumentsBeside({ file, site, types }: Question, isOrigin: boolean): readonly string[] {
  const places = new Set(site.args.flatMap(({ place }) => place ?? []));
  return file.facts.sites.flatMap((other) => {
    if (other.id === site.id || other.function !== site.function || other.form === 'reference') return [];
    const concerns = isOrigin
      ? intoPlaces(file, other).some((place) => places.has(place))
      : other.args.some(({ place }) => place !== null && places.has(place));
    if (!concerns) return [];
    return other.args.flatMap(({ types: own, text, literal }) =>
      literal === null && own.some((type) => types.has(type)) ? [text] : [],
    );
  });
}

function intoPlaces(file: CFile, site: CallSite): readonly string[] {
  const flow = file.facts.functions[site.function]?.flow ?? [];
  return flow.flatMap(({ events }) =>
    events.flatMap((event) =>
      event.kind === 'call' && event.site === site.id && event.into !== null ? [event.into] : [],
    ),
  );
}

/** The place got its value from calls that all name the same one. */
function fromOrigin(question: Question): string | undefined {
  const [only, ...more] = [...new Set(argumentsBeside(question, true))];
  return more.length === 0 ? only : undefined;
}

/** Another call of the function names both. */
function fromNeighbour(question: Question): readonly string[] {
  return argumentsBeside(question, false);
}

/** `x->pasid`: the members of `x` that have the type. */
function besides({ site, source, types }: Question): readonly string[] {
  return site.args.flatMap(({ text, place }) => {
    const owner = place === null ? null : /^(.*?)(->|\.)\w+$/s.exec(text);
    if (owner === null) return [];
    const [, base = '', arrow = ''] = owner;
    const found = source.definition === null ? undefined : membersOfText(base, question(site, source, types));
    return (found ?? []).map((member) => `${base}${arrow}${member}`);
  });
}

type Part = Pick<Question, 'site' | 'source' | 'types'>;

function question(site: CallSite, source: SiteSource, types: ReadonlySet<string>): Part {
  return { site, source, types };
}

/** Members of the type of a plain path. */
function membersOfText(path: string, { site, source, types }: Part): readonly string[] {
  const [first = '', ...rest] = path.split(/->|\./);
  const { context, definition } = source;
  if (!/^\w+$/.test(first) || definition === null) return [];
  let type = context.scopes(definition).find(first, site.start)?.type ?? context.types.variable(first) ?? '';
  for (const member of rest) type = context.types.member(tagOf(type) ?? '', member) ?? '';
  const tag = tagOf(type);
  const members = tag === null ? undefined : context.types.members(tag);
  return [...(members ?? [])].flatMap(([name, own]) => (types.has(own) ? [name] : []));
}

/** Local variables and parameters of that type. */
function inScope({ site, source, types }: Question): readonly string[] {
  const scopes = source.definition === null ? undefined : source.context.scopes(source.definition);
  return (scopes?.visible(site.start) ?? []).flatMap(({ name, type }) => (types.has(type) ? [name] : []));
}

/** Members of that type in what the parameters point to. */
function ofParameters(part: Question): readonly string[] {
  const { site, source } = part;
  const scopes = source.definition === null ? undefined : source.context.scopes(source.definition);
  return (scopes?.visible(site.start) ?? []).flatMap(({ name, type, isParameter }) =>
    isParameter ? membersOfText(name, part).map((member) => `${name}${isPointer(type) ? '->' : '.'}${member}`) : [],
  );
}

/** Variables of the file. */
function ofFile({ source, types }: Question): readonly string[] {
  return source.context.own().variablesOf(types);
}
