/** Facts and a pair become findings: instantiates the rules by the hazards of the map. */
import { LineIndex } from '../diagnostics/line-index.js';
import type { ApiPair, FixLevel, HazardSpec, Language } from '../../src/compat/pair-model.js';
import { type Finding, typeName } from '../diagnostics/model.js';
import { Fingerprints } from '../diagnostics/fingerprint.js';
import type { CheckOptions } from './front-end.js';
import type { CallSite, FileFacts } from './model.js';
import { levelOfPlan, namesOfType, planCall } from './plan-call.js';
import type { Hit, Rule, RuleContext } from './rule.js';
import { rules } from './rules/index.js';
import { indexSurfaces, rolesOf, type SurfaceIndex } from './surface-index.js';
import { MapError, WithReader } from './with-reader.js';

interface Armed {
  readonly rule: Rule;
  readonly hazard: HazardSpec;
  readonly reader: WithReader;
  readonly joined: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
  readonly types: Map<string, ReadonlySet<string>>;
}

/** The rules of one pair in one language, ready to run over files. */
export class RuleRunner {
  readonly pair: ApiPair;
  readonly language: Language;
  readonly index: SurfaceIndex;
  readonly #armed: readonly Armed[];
  readonly #levels: NonNullable<CheckOptions['levels']>;

  /** Throws MapError when a hazard names no rule, or gives it what it cannot use. */
  constructor(pair: ApiPair, language: Language, levels: CheckOptions['levels'] = {}) {
    this.pair = pair;
    this.language = language;
    this.index = indexSurfaces(pair, language);
    this.#levels = levels;
    this.#armed = pair.map.hazards.flatMap((hazard) => this.#arm(hazard));
  }

  #arm(hazard: HazardSpec): readonly Armed[] {
    const rule = rules.get(hazard.rule);
    if (rule === undefined) {
      throw new MapError(`hazard ${hazard.kind}: no rule "${hazard.rule}"; there is ${[...rules.keys()].join(', ')}`);
    }
    const reader = new WithReader(hazard.with, hazard.kind);
    reader.checkKeys(rule.facts);
    const languages = reader.strings('languages');
    if (languages.length > 0 && !languages.includes(this.language)) return [];
    if (this.#levels[typeName(hazard.kind)] === 'off') return [];
    const joined = new Set<string>();
    for (const [name, entry] of this.index.entries) {
      if (entry.hazards.some(({ kind }) => kind === hazard.kind)) joined.add(name);
    }
    return [{ rule, hazard, reader, joined, named: new Set(reader.strings('symbols')), types: new Map() }];
  }

  #context(armed: Armed, facts: FileFacts): RuleContext {
    const { hazard, reader, joined, named } = armed;
    return {
      facts,
      pair: this.pair,
      hazard,
      old: this.index.old.surface,
      new: this.index.new.surface,
      with: reader,
      applies: (symbol, side) => named.has(symbol) || (side === 'old' && joined.has(symbol)),
      typeNames: (keys) => new Set(keys.flatMap((key) => namesOfType(this.pair, this.language, key))),
      roles: (symbol, side) => rolesOf(this.index, symbol, side),
      symbol: (symbol, side) => this.index[side].symbols.get(symbol),
    };
  }

  /** Findings of one file, in the order of the text. Without a base everything is left behind. */
  run(facts: FileFacts): readonly Finding[] {
    const lines = new LineIndex(facts.text);
    const found = new Map<string, { readonly finding: Finding; readonly at: number; readonly text: string }>();
    for (const armed of this.#armed) {
      armed.rule.check(this.#context(armed, facts), (hit) => {
        const finding = this.#finding(armed, facts, hit, lines);
        const text = facts.text.slice(hit.at.start, hit.at.end);
        found.set(`${finding.type} ${hit.at.start}`, { finding, at: hit.at.start, text });
      });
    }
    const prints = new Fingerprints();
    return [...found.values()]
      .sort((a, b) => a.at - b.at || (a.finding.type < b.finding.type ? -1 : 1))
      .map(({ text, finding }) => ({ ...finding, fingerprint: prints.of(finding, text) }));
  }

  #finding(armed: Armed, facts: FileFacts, hit: Hit, lines: LineIndex): Finding {
    const { hazard } = armed;
    const site = facts.sites.find(
      (item) => item.symbol === hit.symbol && item.start <= hit.at.start && item.end >= hit.at.end,
    );
    const level = this.#levels[typeName(hazard.kind)];
    const end = lines.at(hit.at.end);
    return {
      type: typeName(hazard.kind),
      level: level === undefined || level === 'off' ? hazard.level : level,
      certainty: hazard.certainty,
      file: facts.file,
      ...lines.at(hit.at.start),
      symbol: hit.symbol,
      message: hit.detail === undefined || hit.detail === '' ? hazard.message : `${hazard.message} (${hit.detail})`,
      group: hazard.group,
      origin: 'left-behind',
      evidence: hit.evidence ?? site?.evidence ?? (this.language === 'ts' ? 'types' : 'pattern'),
      fix: { level: this.fixLevel(hit.symbol, site) },
      endLine: end.line,
      endColumn: end.column,
      scope: scopeAt(facts, hit.at.start),
    };
  }

  /** How far `migrate` takes a call: from the map's codemod and the arguments. */
  fixLevel(symbol: string, site: CallSite | undefined): FixLevel {
    const entry = this.index.entries.get(symbol);
    if (entry === undefined || site?.side === 'new') return 'none';
    return levelOfPlan(planCall(this.pair, this.language, entry.codemod[this.language], site?.args ?? []));
  }
}

/** Name of the innermost function around an offset. */
function scopeAt(facts: FileFacts, offset: number): string {
  let name = '(file)';
  let size = Infinity;
  for (const item of facts.functions) {
    if (item.start > offset || item.end <= offset || item.end - item.start >= size) continue;
    name = item.name;
    size = item.end - item.start;
  }
  return name;
}
