/** Checks a tree: a large one with a thread per processor. Two runs say the same, whoever read what. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ApiPair } from '../../src/compat/pair-model.js';
import type { CheckOptions } from '../call-sites/front-end.js';
import type { CheckReport, NotRead } from '../diagnostics/model.js';
import { checkShare, type Share, type SharePart } from './check-share.js';
import { listCFiles, printedPath } from './files.js';
import { byPlace } from './read-tree.js';

/** Smaller trees are read sooner than a thread has started. */
const worthThreads = 3_000;
const mostThreads = 8;

export async function checkTree(paths: readonly string[], pair: ApiPair, options: CheckOptions): Promise<CheckReport> {
  const { files, problems } = listCFiles(paths);
  const { engines: _, ...plain } = pair;
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const share: Share = { pair: plain, cwd: options.cwd, levels: options.levels, files, taken };
  const others = Array.from({ length: threadsFor(files.length, options.jobs) - 1 }, () => started(share));
  const parts = [await checkShare(share, options.progress), ...(await Promise.all(others))];
  const notRead: NotRead[] = problems.map(({ path, reason }) => ({
    file: printedPath(options.cwd, path),
    line: 1,
    symbol: '',
    reason,
  }));
  const findings = parts.flatMap((part) => part.findings).sort((a, b) => a.at - b.at);
  return {
    findings: findings.flatMap((one) => one.findings),
    notRead: [...notRead, ...parts.flatMap((part) => part.notRead)].sort(byPlace),
    filesRead: files.length,
  };
}

/** One thread from sources that are not built: only what is built can be loaded by a new one. */
function threadsFor(files: number, jobs: number | undefined): number {
  const isBuilt = import.meta.url.endsWith('.js');
  if (!isBuilt || files < worthThreads) return 1;
  return Math.max(1, Math.min(jobs ?? availableParallelism(), mostThreads));
}

function started(share: Share): Promise<SharePart> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./check-worker.js', import.meta.url), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
