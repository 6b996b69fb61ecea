/** The report of a mutation run: counts by file, survivors by name, what is listed as equivalent. */
import type { Equivalents } from './equivalent.js';
import type { MutantVerdict } from './run-mutant.js';

export interface MutationSummary {
  readonly run: number;
  readonly killed: number;
  readonly equivalent: number;
  readonly survived: readonly MutantVerdict[];
  /** Listed as equivalent, and killed: the list is wrong. */
  readonly wronglyListed: readonly string[];
}

export function summarize(verdicts: readonly MutantVerdict[], equivalents: Equivalents): MutationSummary {
  const alive = verdicts.filter(({ killed }) => !killed);
  const survived = alive.filter(({ mutant }) => !equivalents.has(mutant.id));
  const dead = verdicts.filter(({ killed }) => killed);
  return {
    run: verdicts.length,
    killed: dead.length,
    equivalent: alive.length - survived.length,
    survived,
    wronglyListed: dead.filter(({ mutant }) => equivalents.has(mutant.id)).map(({ mutant }) => mutant.id),
  };
}

/** Text: one line per file, then the survivors, then the totals. */
export function reportText(verdicts: readonly MutantVerdict[], equivalents: Equivalents): string {
  const files = [...new Set(verdicts.map(({ mutant }) => mutant.file))].sort();
  const rows = files.map((file) => {
    const { run, killed, equivalent, survived } = summarize(
      verdicts.filter(({ mutant }) => mutant.file === file),
      equivalents,
    );
    return `${[run, killed, equivalent, survived.length].map((count) => String(count).padStart(6)).join('')}  ${file}`;
  });
  const all = summarize(verdicts, equivalents);
  const survivors = all.survived
    .map(
      ({ mutant }) =>
        `SURVIVED ${mutant.file}:${String(mutant.line)}: ${mutant.kind} ${mutant.text}\n         ${mutant.id}`,
    )
    .sort();
  const wrong = all.wronglyListed.map((id) => `LISTED AS EQUIVALENT, AND KILLED ${id}`);
  const rate = all.run === all.equivalent ? 0 : (100 * all.killed) / (all.run - all.equivalent);
  return [
    '   run killed equiv  alive  file',
    ...rows,
    ...survivors,
    ...wrong,
    `${String(all.run)} mutants: ${String(all.killed)} killed, ${String(all.equivalent)} equivalent, ${String(all.survived.length)} survived`,
    `${rate.toFixed(1)} % of those that are not equivalent are killed`,
    '',
  ].join('\n');
}
