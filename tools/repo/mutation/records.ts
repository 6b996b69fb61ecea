/** Records made by hand, with what they decode to and which clauses they break: `test/hw/records.txt`. */
import {
  type BusTrace,
  effectText,
  type HwEffect,
  type Platform,
  platformOf,
  SpecMonitors,
  TraceDecoder,
} from '../../../src/compat/hw-spec/index.js';

/** One block of the file. */
export interface RecordBlock {
  readonly name: string;
  readonly platform: Platform;
  readonly vcmd: 'current' | 'old';
  readonly trace: BusTrace;
  /** `record operation text` of each effect. */
  readonly effects: readonly string[];
  /** `record unit rule text` of each finding. */
  readonly findings: readonly string[];
}

const heading = /^@ (vtd|smmuv3|amd) (current|old) (.*)$/;

/** Reads the blocks of the file; lines before the first heading are its description. */
export function readRecords(text: string): RecordBlock[] {
  return text
    .split(/^(?=@ )/m)
    .slice(1)
    .map((block) => {
      const lines = block.split('\n');
      const [, platform = '', vcmd = '', name = ''] = heading.exec(lines[0] ?? '') ?? [];
      const marked = (sign: string): string[] =>
        lines.filter((line) => line.startsWith(`${sign} `)).map((line) => line.slice(2));
      const records = marked('>').map((line) => line.split(' '));
      return {
        name,
        platform: platform as Platform,
        vcmd: vcmd === 'old' ? 'old' : 'current',
        trace: {
          length: records.length,
          dropped: 0,
          words: Uint32Array.from(records.flatMap(([, ...words]) => words.map((word) => parseInt(word, 16)))),
          causes: Uint32Array.from(records.flatMap(([operation]) => [Number(operation), 0])),
        },
        effects: marked('='),
        findings: marked('!'),
      };
    });
}

/** What decoder and monitors say of a block now. */
export function decodedBlock({ platform, vcmd, trace }: RecordBlock): { effects: string[]; findings: string[] } {
  const effects = new TraceDecoder({ platform, vcmd }).decode(trace);
  const monitors = new SpecMonitors({ platform, vcmd });
  const findings = [...monitors.scan(trace), ...monitors.finish(trace.length)];
  return {
    effects: [`platform ${platformOf(trace) ?? 'not told'}`, ...effects.map(effectLine)],
    findings: findings.map(({ record, unit, rule, text }) => `${String(record)} ${String(unit)} ${rule} ${text}`),
  };
}

/** Where, when, what; a store tells what was there before. */
function effectLine(effect: HwEffect): string {
  const before = 'before' in effect ? `, was 0x${effect.before.toString(16)}` : '';
  return `${String(effect.record)} ${String(effect.operation)} ${effectText(effect)}${before}`;
}
