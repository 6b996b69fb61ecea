/** `pintle explain ID`: a finding's type, a symbol, a behaviour or a rule, with code before and after. */
import type { ApiPair, BehaviourChange, HazardSpec, MapEntry } from '../../../src/compat/pair-model.js';
import { rules } from '../../call-sites/rules/index.js';
import { idOf, typeName } from '../../diagnostics/model.js';
import { newSignatures } from '../../diagnostics/render-text.js';
import type { Command } from '../command.js';
import { UsageError } from '../errors.js';
import { nearest } from '../nearest.js';

interface Explanation {
  readonly kind: 'hazard' | 'symbol' | 'behaviour' | 'rule';
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly [more: string]: unknown;
}

function block(title: string, code: string | undefined): string {
  if (code === undefined || code === '') return '';
  const lines = code.split('\n').map((line) => `    ${line}`);
  return `\n${title}\n${lines.join('\n')}\n`;
}

function examples(hazard: HazardSpec): string {
  return (['ts', 'c'] as const)
    .flatMap((language) => {
      const name = language === 'ts' ? 'TypeScript' : 'C';
      return [block(`${name}, breaks`, hazard.bad[language]), block(`${name}, holds`, hazard.good[language])];
    })
    .join('');
}

function ofHazard(hazard: HazardSpec, pair: ApiPair): Explanation {
  const type = typeName(hazard.kind);
  const symbols = pair.map.entries
    .filter((entry) => entry.hazards.some(({ kind }) => kind === hazard.kind))
    .map(({ symbol }) => symbol);
  const where = symbols.length === 0 ? '' : `\nsymbols: ${symbols.join(', ')}\n`;
  const finds = rules.get(hazard.rule)?.finds ?? '';
  const text =
    `${type}: ${hazard.title}\n\n${hazard.message}.\n\n${hazard.why}\n\nlevel: ${hazard.level}\ncertainty: ${hazard.certainty}\n` +
    `group: ${hazard.group}\nrule: ${hazard.rule} (${finds})\n${where}${examples(hazard)}`;
  const { title, group, level, bad, good } = hazard;
  return { kind: 'hazard', id: type, title, text, group, level, bad, good };
}

function counterpartLine({ counterpart }: MapEntry): string {
  if (counterpart.kind === 'removed') return `removed: ${counterpart.because}`;
  if (counterpart.kind === 'split') return `split into ${counterpart.to.join(', ')}: ${counterpart.by}`;
  return counterpart.kind === 'retyped'
    ? `retyped as ${counterpart.to}: ${counterpart.what}`
    : `${counterpart.kind}: ${counterpart.to}`;
}

function ofSymbol(entry: MapEntry, pair: ApiPair): Explanation {
  const old = pair.surfaces[pair.old.ts]?.symbols.find(({ name }) => name === entry.symbol)?.signature;
  const fresh = newSignatures(pair, entry.symbol);
  const changes = entry.behaviours.map(({ id, group, text }) => `  ${id} (${group}): ${text}\n`).join('');
  const hazards = entry.hazards
    .map(({ kind, when, consequence }) => `  ${typeName(kind)}: ${when}: ${consequence}\n`)
    .join('');
  const text =
    `${entry.symbol} (C: ${[entry.c, ...entry.aliases].join(', ')})\n\n${entry.doc.summary}\n${block('before', old)}${block('after', fresh.join('\n'))}` +
    `\n${counterpartLine(entry)}\n${changes === '' ? '' : `\nbehaves differently\n${changes}`}${hazards === '' ? '' : `\nhazards\n${hazards}`}` +
    `${entry.doc.body === '' ? '' : `\n${entry.doc.body.trim()}\n`}`;
  return {
    kind: 'symbol',
    id: entry.symbol,
    title: entry.doc.summary,
    text,
    ...(old === undefined ? {} : { old }),
    ...(fresh.length === 0 ? {} : { new: fresh.join('\n') }),
  };
}

function ofBehaviour(change: BehaviourChange, entry: MapEntry): Explanation {
  const shown =
    change.scenarios.length === 0 ? 'no scenario shows it' : `shown by: pintle parity ${change.scenarios.join(' ')}`;
  const text = `${change.id} (${change.group}), ${entry.symbol}\n\n${change.text}\n\n${shown}\n`;
  return { kind: 'behaviour', id: change.id, title: change.text, text, group: change.group };
}

function ofRule(id: string): Explanation {
  const rule = rules.get(id)!;
  const facts = Object.entries(rule.facts).map(([name, means]) => `  ${name}: ${means}\n`);
  return {
    kind: 'rule',
    id,
    title: rule.finds,
    text: `rule ${id}\n\nFinds: ${rule.finds}.\n\nfacts of a hazard\n${facts.join('')}`,
  };
}

/** What `id` names, or undefined. */
export function explanationOf(id: string, pair: ApiPair): Explanation | undefined {
  const hazard = pair.map.hazards.find(({ kind }) => kind === id || kind === idOf(id));
  if (hazard !== undefined) return ofHazard(hazard, pair);
  const entry = pair.map.entries.find(({ symbol, c, aliases }) => symbol === id || c === id || aliases.includes(id));
  if (entry !== undefined) return ofSymbol(entry, pair);
  for (const owner of pair.map.entries) {
    const change = owner.behaviours.find((item) => item.id === id);
    if (change !== undefined) return ofBehaviour(change, owner);
  }
  const addition = pair.map.additions.find(
    ({ symbol, c, aliases }) => symbol === id || c === id || aliases.includes(id),
  );
  if (addition !== undefined) {
    const signature = pair.surfaces[pair.new.ts]?.symbols.find(({ name }) => name === addition.symbol)?.signature;
    const text = `${addition.symbol} (new, ${addition.group})\n\n${addition.because}\n${block('declaration', signature)}`;
    return { kind: 'symbol', id: addition.symbol, title: addition.because, text, group: addition.group };
  }
  return rules.has(id) ? ofRule(id) : undefined;
}

function namesOf(pair: ApiPair): readonly string[] {
  const { hazards, entries, additions } = pair.map;
  return [
    ...hazards.map(({ kind }) => typeName(kind)),
    ...entries.flatMap(({ symbol, c, behaviours }) => [symbol, c, ...behaviours.map(({ id }) => id)]),
    ...additions.map(({ symbol }) => symbol),
    ...rules.keys(),
  ];
}

export const explain: Command = {
  name: 'explain',
  summary: 'Explain a finding, a symbol, a behaviour or a rule.',
  usage: 'pintle explain [-o json] ID',
  options: {},
  optionHelp: {},
  run({ positionals, values, pair }, io) {
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0)
      throw new UsageError('explain: name one finding, symbol, behaviour or rule');
    const found = explanationOf(id, pair);
    if (found === undefined) {
      const meant = nearest(id, namesOf(pair));
      throw new UsageError(
        `explain ${id}: not known to ${pair.id}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
      );
    }
    const output = Array.isArray(values['output']) ? (values['output'] as readonly string[]) : [];
    if (output.some((format) => format !== 'json' && format !== 'text'))
      throw new UsageError(`explain: -o can be text or json`);
    io.write(
      output.includes('json') ? `${JSON.stringify({ schema: 'pintle.explain/1', ...found }, null, 2)}\n` : found.text,
    );
    return Promise.resolve('clean');
  },
};
