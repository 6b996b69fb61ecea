/** The report of `compare` as text and as JSON. */
import type { ChangeGroup } from '../../src/compat/pair-model.js';
import type { ComparedDelta, CompareReport, Section } from './compare.js';
import { isBreaking } from './delta.js';
import type { DeltaKind } from './model.js';

const groupTitles: Readonly<Record<ChangeGroup, string>> = {
  'token-typing': 'TOKEN TYPING',
  'came-along': 'CAME ALONG',
};

const kindWords: Readonly<Record<DeltaKind, string>> = {
  added: 'added',
  removed: 'removed',
  renamed: 'renamed',
  'parameter-added': 'parameter added',
  'parameter-dropped': 'parameter dropped',
  retyped: 'retyped',
  'result-changed': 'result changed',
  'constant-changed': 'value changed',
  'stub-changed': 'stub changed',
  'behaviour-changed': 'behaviour changed',
  same: 'same',
};

/** At most `width` columns, apart from words that are longer. */
export function compareText({ sections, notRead }: CompareReport, width: number, isAscii: boolean): string {
  const lines: string[] = [];
  for (const section of sections) {
    if (lines.length > 0) lines.push('');
    lines.push(...sectionLines(section, width));
  }
  if (notRead.length > 0) {
    lines.push('', 'NOT READ');
    for (const { file, line, symbol, reason } of notRead) {
      lines.push(...wrapped(`${file}:${line}: ${symbol}: ${reason}`, width, '  ', '    '));
    }
  }
  const text = `${lines.join('\n')}\n`;
  return isAscii ? ascii(text) : text.replace(controls, '?');
}

const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

function ascii(text: string): string {
  return text.replace(/[\u2018\u2019]/g, "'").replace(/[^\n\t\x20-\x7e]/g, '?');
}

function sectionLines(section: Section, width: number): string[] {
  const lines = [`${section.old} -> ${section.new}`, headline(section)];
  for (const group of ['token-typing', 'came-along'] as const) {
    const own = section.changes.filter((change) => change.group === group);
    if (own.length === 0) continue;
    lines.push('', groupTitles[group]);
    for (const change of own) lines.push(...changeLines(change, width));
  }
  if (section.stubProblems.length > 0) {
    lines.push('', 'STUBS');
    for (const { file, line, symbol, message, isOld } of section.stubProblems) {
      lines.push(...wrapped(`${file}:${line}: ${symbol}: ${message}`, width, isOld ? '   ' : '>> ', '   '));
    }
  }
  return lines;
}

function headline({ changes, same }: Section): string {
  const count = (...kinds: DeltaKind[]) => changes.filter(({ kind }) => kinds.includes(kind)).length;
  const [removed, added, renamed] = [count('removed'), count('added'), count('renamed')];
  const changed = changes.length - removed - added - renamed;
  const parts = [`${removed} removed`, `${added} added`, ...(renamed > 0 ? [`${renamed} renamed`] : [])];
  const verdict =
    changes.length === 0 ? 'nothing changed' : changes.some((change) => isBreaking(change)) ? 'breaking' : 'compatible';
  return `${changes.length + same.length} symbols: ${parts.join(', ')}, ${changed} changed, ${same.length} same -> ${verdict}`;
}

function changeLines(change: ComparedDelta, width: number): string[] {
  const words = [change.kind, ...change.also].map((kind) => kindWords[kind]).join(', ');
  const name =
    change.kind === 'renamed' && change.before !== null ? `${change.before.name} -> ${change.symbol}` : change.symbol;
  const mark = change.status === 'half' ? '>> ' : '   ';
  const lines = wrapped(`${words.padEnd(16)} ${name}`, width, mark, '      ');
  const told = change.status === 'told' ? [] : [statusWords[change.status]];
  const remarks = [change.note, ...told, replacement(change), sitesText(change)].filter((text) => text !== '');
  if (remarks.length > 0) lines.push(...wrapped(remarks.join('; '), width, '      ', '      '));
  const isShown = change.kind !== 'stub-changed';
  if (isShown && change.kind !== 'added' && change.old !== null) lines.push(...signature(change.old, '-', width));
  if (isShown && change.kind !== 'removed' && change.new !== null) lines.push(...signature(change.new, '+', width));
  if (change.kind === 'stub-changed') lines.push(...stubLines(change, width));
  for (const { file, line, reason } of change.breaks)
    lines.push(...wrapped(`${file}:${line}: ${reason}`, width, '   >> ', '      '));
  return lines;
}

const statusWords = {
  told: '',
  drift: 'not as the map tells it',
  unknown: 'the map does not know it',
  half: 'callers are not moved',
} as const;

function replacement({ replacedBy, symbol }: ComparedDelta): string {
  const others = replacedBy.filter((name) => name !== symbol);
  return others.length === 0 ? '' : `now ${others.join(', ')}`;
}

function sitesText({ sites }: ComparedDelta): string {
  if (sites === null || sites.length === 0) return '';
  const safe = sites.filter(({ fix }) => fix === 'safe').length;
  const suggested = sites.filter(({ fix }) => fix === 'suggested').length;
  const parts = [`${sites.length} call site${sites.length === 1 ? '' : 's'}`];
  if (safe > 0) parts.push(`${safe} with a safe fix`);
  if (suggested > 0) parts.push(`${suggested} with a suggested one`);
  return parts.join(', ');
}

function stubLines({ before, after }: ComparedDelta, width: number): string[] {
  const stub = (text: string | undefined, sign: string) =>
    text === undefined ? [] : signature(`stub ${text}`, sign, width);
  return [...stub(before?.stub?.body, '-'), ...stub(after?.stub?.body, '+')];
}

/** Types without their bodies, nothing with comments. */
function signature(whole: string, sign: string, width: number): string[] {
  const text = whole
    .replace(/\/\*.*?\*\/|\/\/ eslint\S* .*? -- .*?(?= \|)/gs, '')
    .replace(/^((?:class|interface|struct|union|enum)\b[^{]*)\{.*/s, '$1')
    .replace(/ {2,}/g, ' ')
    .trim();
  return text.split('\n').flatMap((line) => wrapped(line, width, `     ${sign} `, `     ${sign}     `));
}

function wrapped(text: string, width: number, first: string, rest: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(/ /)) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line.trimEnd());
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line.trimEnd()];
}

/** `pintle.compare/1`. */
export function compareJson({ sections, notRead, pair }: CompareReport): string {
  const names = (key: 'old' | 'new') => sections.map((section) => section[key]).join('; ');
  return `${JSON.stringify(
    {
      schema: 'pintle.compare/1',
      pair: pair.id,
      old: names('old'),
      new: names('new'),
      changes: sections.flatMap(({ language, changes }) => changes.map((change) => jsonChange(change, language))),
      same: sections.flatMap(({ same }) => same),
      stubs: sections.flatMap(({ stubProblems }) => stubProblems),
      behaviours: behavioursOf(pair, sections),
      notRead,
    },
    null,
    2,
  )}\n`;
}

function jsonChange(change: ComparedDelta, language: string): Readonly<Record<string, unknown>> {
  const { symbol, kind, group, status, old, also, note, replacedBy, sites, breaks } = change;
  return {
    symbol,
    kind,
    group,
    status,
    old,
    new: change.new,
    language,
    also,
    note,
    replacedBy,
    ...(change.before !== null && change.before.name !== symbol ? { from: change.before.name } : {}),
    ...(sites === null
      ? {}
      : { callSites: sites.length, safe: sites.filter(({ fix }) => fix === 'safe').length, breaks }),
  };
}

/** Behaviour that changes with the symbols that changed. */
function behavioursOf(pair: CompareReport['pair'], sections: readonly Section[]): readonly object[] {
  const changed = new Set(
    sections.flatMap(({ changes }) => changes.flatMap(({ symbol, before }) => [symbol, before?.name ?? symbol])),
  );
  return pair.map.entries
    .filter(({ symbol, c, aliases }) => [symbol, c, ...aliases].some((name) => changed.has(name)))
    .flatMap(({ symbol, behaviours }) =>
      behaviours.map(({ id, group, text, scenarios }) => ({ id, entry: symbol, group, text, scenarios })),
    );
}
