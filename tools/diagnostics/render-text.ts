/** Findings for people: a header that states the fact, the code, and what to do. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import { codeFrame } from './code-frame.js';
import { type Finding, idOf } from './model.js';
import { countLine, printable, type Renderer, type RenderInput } from './report.js';
import { terseNotRead } from './render-terse.js';

/** Frames shown; counts are never capped. */
const maxFrames = 50;

const colors = { error: 31, warning: 33, note: 36 } as const;

function paint(text: string, code: number, on: boolean): string {
  return on ? `\u001b[${code}m${text}\u001b[0m` : text;
}

/** Declarations that answer to a symbol in the new version of the same language. */
export function newSignatures(pair: ApiPair, symbol: string): readonly string[] {
  const entry = pair.map.entries.find(
    (item) => item.symbol === symbol || item.c === symbol || item.aliases.includes(symbol),
  );
  if (entry === undefined || entry.counterpart.kind === 'removed') return [];
  const language = entry.symbol === symbol ? 'ts' : 'c';
  const spec = entry.codemod[language];
  const named =
    'cases' in spec ? Object.values(spec.cases).map((item) => item.to) : 'to' in spec ? [spec.to] : [symbol];
  const surface = pair.surfaces[pair.new[language]];
  const found = new Set(named).size === 0 ? [] : [...new Set(named)];
  return found.flatMap((name) => surface?.symbols.find((item) => item.name === name)?.signature ?? []);
}

const fixWords = {
  safe: 'pintle migrate writes it',
  suggested: 'pintle migrate proposes it; look at it',
  'by-hand': 'by hand; pintle migrate lists it with the reason',
  none: 'none known',
} as const;

function notes(finding: Finding, pair: ApiPair): readonly string[] {
  const hazard = pair.map.hazards.find((item) => item.kind === idOf(finding.type));
  const out = newSignatures(pair, finding.symbol)
    .slice(0, 2)
    .map((text) => `   new: ${text}`);
  if (hazard !== undefined) out.push(`  note: ${hazard.title}; see "pintle explain ${finding.type}"`);
  out.push(`   fix: ${fixWords[finding.fix.level]}`);
  out.push(`ignore: ${finding.type} ${finding.symbol} ${finding.file}  # reason until YYYY-MM-DD`);
  return out;
}

function frame(finding: Finding, input: RenderInput): string {
  const { color } = input.style;
  const head = `${paint(`${finding.level}[${finding.type}]`, colors[finding.level], color)}: ${printable(finding.message)}`;
  const source = input.source(finding.file);
  const code = source === undefined ? [] : codeFrame(source, finding, finding.symbol);
  return [
    head,
    `  --> ${finding.file}:${finding.line}:${finding.column}`,
    ...code,
    ...notes(finding, input.pair),
    '',
  ].join('\n');
}

function plain(finding: Finding, input: RenderInput): string {
  const { file, line, column } = finding;
  return [
    `${finding.level} ${finding.type}: ${printable(finding.message)}`,
    `file ${file}, line ${line}, column ${column}`,
    ...notes(finding, input.pair).map((text) => text.trim()),
    '',
  ].join('\n');
}

export const renderText: Renderer = (input) => {
  const { findings, notRead, totals } = input;
  const shown = findings.slice(0, maxFrames).map((finding) => (input.style.plain ? plain : frame)(finding, input));
  let text = shown.map((item) => `${item}\n`).join('');
  if (findings.length > maxFrames)
    text += `${findings.length - maxFrames} more findings; see them all with -o terse\n\n`;
  if (notRead.length > 0)
    text += `not read ${notRead.length}\n${notRead.map((item) => `  ${terseNotRead(item)}\n`).join('')}\n`;
  if (findings.length === 0 && notRead.length === 0) return 'nothing to report\n';
  return `${text}${countLine(totals)}\n`;
};
