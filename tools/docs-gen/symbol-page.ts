/** One page per old symbol: decision first, then signatures, behaviour, hazards, codemod, proof. */
import type { ApiPair, MapEntry } from '../../src/compat/pair-model.js';
import { codemodText } from './codemod-text.js';
import { code, fence, generated, groupText, table } from './markdown.js';
import { counterpartNames, signatureDiff } from './signature-diff.js';
import { cSpelling } from './spelling.js';
import { verdictsOf, verdictWord } from './verdict-text.js';

const decisions: Readonly<Record<MapEntry['counterpart']['kind'], string>> = {
  same: 'Same',
  renamed: 'Renamed',
  retyped: 'Changed',
  split: 'Split',
  removed: 'Removed',
};

export function symbolPage(pair: ApiPair, entry: MapEntry): string {
  return (
    [
      generated(entry.symbol),
      `${entry.doc.summary}\n\n`,
      `**${decisions[entry.counterpart.kind]}.** ${decisionText(entry)}\n\n`,
      `C: ${code(entry.c)}${entry.aliases.length === 0 ? '' : `, elsewhere ${entry.aliases.map(code).join(', ')}`}\n\n`,
      signatures(pair, entry),
      `## What it means\n\n${entry.doc.body}\n\n`,
      behaviours(entry),
      hazards(pair, entry),
      rewriting(entry),
      parity(pair, entry),
    ]
      .join('')
      .trimEnd() + '\n'
  );
}

function decisionText({ counterpart }: MapEntry): string {
  switch (counterpart.kind) {
    case 'removed':
      return `Nothing answers to it: ${counterpart.because}.`;
    case 'same':
      return 'The new version has it unchanged.';
    case 'renamed':
      return `It is called ${code(counterpart.to)}.`;
    case 'retyped':
      return `${code(counterpart.to)}: ${counterpart.what}.`;
    case 'split':
      return `${counterpart.to.map(code).join(' and ')}, by ${counterpart.by}.`;
  }
}

function signatures(pair: ApiPair, entry: MapEntry): string {
  const ts = signatureDiff(pair, entry, 'ts', (symbol) => symbol);
  const c = signatureDiff(pair, entry, 'c', cSpelling(pair));
  let text = '## Signature\n\nLines with `-` are the old version, lines with `+` the new one.\n\n';
  if (ts !== null) text += `TypeScript\n\n${fence('diff', ts)}\n`;
  if (c !== null) text += `C\n\n${fence('diff', c)}\n`;
  return ts === null && c === null ? '' : text;
}

function behaviours(entry: MapEntry): string {
  if (entry.behaviours.length === 0) return '## Behaviour\n\nThe same in both versions.\n\n';
  const rows = entry.behaviours.map(({ id, group, text, scenarios }) => [
    id,
    groupText(group),
    text,
    scenarios.map(code).join(' '),
  ]);
  return `## Behaviour\n\n${table(['id', 'group', 'what changed', 'shown by'], rows)}\n`;
}

function hazards(pair: ApiPair, entry: MapEntry): string {
  if (entry.hazards.length === 0) return '';
  const known = new Set(pair.map.hazards.map(({ kind }) => kind));
  const rows = entry.hazards.map(({ kind, when, consequence }) => {
    const name = known.has(kind) ? `[${kind}](../reference/hazards.md#${kind})` : kind;
    return [name, when, consequence];
  });
  return `## Hazards\n\n${table(['hazard', 'when', 'consequence'], rows)}\n`;
}

function rewriting({ codemod }: MapEntry): string {
  const [ts, c] = [codemodText(codemod.ts), codemodText(codemod.c)];
  const legend = /#\d/.test(ts + c) ? '`#0` is the first argument of the old call.\n\n' : '';
  return `## Rewriting\n\n${legend}- TypeScript: ${ts}\n- C: ${c}\n\n`;
}

function parity(pair: ApiPair, entry: MapEntry): string {
  if (entry.parity.kind === 'exempt') return `## Proof\n\nNot run: ${entry.parity.because}.\n`;
  const verdicts = verdictsOf(pair, entry);
  if (verdicts === null) return '## Proof\n\nNot run: this pair has no engines.\n';
  const rows = verdicts.map(({ name, verdict, effects, divergences, shows }) => [
    code(name),
    verdictWord(verdict),
    String(effects),
    divergences.map(code).join(' '),
    shows,
  ]);
  const why = entry.parity.kind === 'diverges' ? `\nAllowed differences: ${entry.parity.because}.\n` : '';
  return `## Proof\n\n${table(['scenario', 'verdict', 'effects compared', 'declared', 'shows'], rows)}${why}`;
}

/** Whether anything answers to the symbol, for indexes. */
export function stateOf(entry: MapEntry): string {
  const names = counterpartNames(entry);
  const state = decisions[entry.counterpart.kind].toLowerCase();
  return names.length === 0 ? state : `${state}: ${names.map(code).join(', ')}`;
}
