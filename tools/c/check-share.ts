/** Checks the files of a list together with other threads: whoever is free takes the next ones. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import type { CheckOptions } from '../call-sites/front-end.js';
import { RuleRunner } from '../call-sites/run-rules.js';
import type { Finding, NotRead } from '../diagnostics/model.js';
import { loadGrammar } from './grammar.js';
import { TreeReader } from './read-tree.js';

/** Files that a thread takes at a time. */
const handful = 32;

/** Plain data, so that it can be given to a thread. */
export interface Share {
  readonly pair: ApiPair;
  readonly cwd: string;
  readonly levels: CheckOptions['levels'];
  readonly files: readonly string[];
  /** One number: how many files are taken. Shared between the threads. */
  readonly taken: Int32Array;
}

/** What a thread found, with the index of the file in the list. */
export interface SharePart {
  readonly findings: readonly { readonly at: number; readonly findings: readonly Finding[] }[];
  readonly notRead: readonly NotRead[];
}

export async function checkShare(share: Share, progress?: CheckOptions['progress']): Promise<SharePart> {
  await loadGrammar();
  const runner = new RuleRunner(share.pair, 'c', share.levels);
  const reader = new TreeReader(share.pair, share.cwd, runner.index);
  const findings: { at: number; findings: readonly Finding[] }[] = [];
  const notRead: NotRead[] = [];
  const { files, taken } = share;
  for (let from = Atomics.add(taken, 0, handful); from < files.length; from = Atomics.add(taken, 0, handful)) {
    for (let at = from; at < Math.min(from + handful, files.length); at++) {
      const one = reader.read(files[at]!);
      if (one.read !== null) findings.push({ at, findings: runner.run(one.read.facts) });
      notRead.push(...one.notRead);
    }
    progress?.(from, files.length);
  }
  return { findings, notRead };
}
