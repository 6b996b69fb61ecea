/** Text of a conformance run: counts per file, what disagrees, what is not covered. */
import type { ConformReport, ConformTracesReport } from '../../src/compat/conform/index.js';

export type AnyConformReport = ConformReport | ConformTracesReport;

const mostShown = 50;
const columns = ['agreed', 'deviated', 'mismatched', 'skipped', 'not covered'] as const;

type Counts = ConformReport['totals'];

/** Columns, a line per file, totals, then the problems; counts are never capped, the list of problems is. */
export function conformText(report: AnyConformReport, verbose: boolean): string {
  const rows = report.files.map((file) => row(file.file, linesOf(file), file));
  const lines = report.files.reduce((sum, file) => sum + linesOf(file), 0);
  const head = ['file', report.kind === 'vectors' ? 'vectors' : 'sequences', ...columns];
  const table = [head, ...rows, row('total', lines, report.totals)];
  return [
    `${report.kind}${readersText(report)}`,
    ...aligned(table),
    ...(verbose ? subjectLines(report) : []),
    ...(report.kind === 'traces' ? traceLines(report) : problemLines(report)),
    verdict(report.totals),
    '',
  ].join('\n');
}

function readersText(report: AnyConformReport): string {
  return report.kind === 'traces' ? `  profile ${report.profile}` : `  read by ${report.readers.join(', ')}`;
}

function linesOf(file: AnyConformReport['files'][number]): number {
  return 'vectors' in file ? (file.vectors ?? 0) : (file.sequences ?? 0);
}

function row(name: string, lines: number, counts: Counts): string[] {
  const { agreed, deviated, mismatched, skipped, notCovered } = counts;
  return [name, ...[lines, agreed, deviated, mismatched, skipped, notCovered].map(String)];
}

function aligned(table: readonly (readonly string[])[]): string[] {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  return table.map((cells) => {
    const text = cells.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `  ${text.join('  ')}`.trimEnd();
  });
}

function subjectLines(report: AnyConformReport): string[] {
  if (report.kind === 'traces') return [];
  return report.files.flatMap((file) => {
    const rows = Object.entries(file.subjects).map(([name, counts]) => {
      return row(
        name,
        Object.values(counts).reduce((sum, count) => sum + count, 0),
        counts,
      );
    });
    return ['', `${file.file}`, ...aligned([['', 'lines', ...columns], ...rows])];
  });
}

/** Each mismatch on its own line; what a reader does not know once per name, with the number of lines. */
function problemLines({ problems }: ConformReport): string[] {
  const unknown = new Map<string, number>();
  const mismatches: string[] = [];
  for (const { kind, file, line, subject, reader, detail } of problems) {
    if (kind === 'mismatched')
      mismatches.push(`>> ${file}:${String(line)}: MISMATCH: ${subject}, ${reader}: ${detail}`);
    else {
      const text = `${file}: NOT COVERED: ${reader}: ${detail}`;
      unknown.set(text, (unknown.get(text) ?? 0) + 1);
    }
  }
  const lines = [...unknown].map(([text, count]) => `>> ${text} (${String(count)} lines)`);
  return [...capped(mismatches), ...capped(lines)];
}

function traceLines(report: ConformTracesReport): string[] {
  const fired = report.decisions.filter((decision) => decision.fired > 0);
  const mismatches = report.files.flatMap((file) =>
    file.mismatches.map(({ line, sequence, op, opName, within, path, expected, got }) => {
      const where = `${file.file}:${String(line)}: MISMATCH: ${sequence}, op ${String(op)} ${opName}, ${within} ${path}`;
      return `>> ${where}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`;
    }),
  );
  const skips = report.files.flatMap((file) =>
    file.skips.map(({ reason, sequences }) => `skipped ${String(sequences)} of ${file.file}: ${reason}`),
  );
  return [
    ...fired.map(({ id, side, fired: count }) => `decision ${id} (${side}) fired ${String(count)} times`),
    ...skips,
    ...capped(mismatches),
  ];
}

function capped(lines: readonly string[]): string[] {
  const more = lines.length - mostShown;
  return more > 0 ? [...lines.slice(0, mostShown), `   and ${String(more)} more, all in -o json`] : [...lines];
}

function verdict({ agreed, mismatched, notCovered }: Counts): string {
  if (mismatched > 0) return `${String(mismatched)} mismatched`;
  if (notCovered > 0) return `${String(agreed)} agreed, nothing mismatched, ${String(notCovered)} not covered`;
  return agreed > 0 ? 'nothing to report' : 'nothing was compared';
}
