/** Checks a file again whenever it changes, and only that file. */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { ApiPair } from '../../../src/compat/pair-model.js';
import type { Finding, NotRead } from '../../diagnostics/model.js';
import type { CheckOptions } from '../front-end.js';
import { isTypeScriptPath, printedPath, readText } from './files.js';
import { CheckSession } from './session.js';

export interface WatchEvent {
  /** As it is printed. */
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly notRead: readonly NotRead[];
}

/** A burst of events for one save counts as one. */
const settleMilliseconds = 40;

/** Watches until the signal says stop; `tell` gets the report of each file that changed. */
export function watchPaths(
  paths: readonly string[],
  pair: ApiPair,
  options: CheckOptions,
  tell: (event: WatchEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const session = new CheckSession(pair, options);
  const pending = new Map<string, NodeJS.Timeout>();
  const check = (path: string): void => {
    pending.delete(path);
    const file = printedPath(options.cwd, path);
    if (statSync(path, { throwIfNoEntry: false }) === undefined) {
      session.changed(path, undefined);
      tell({ file, findings: [], notRead: [] });
      return;
    }
    const source = readText(path);
    if ('reason' in source)
      tell({ file, findings: [], notRead: [{ file, line: 1, symbol: '', reason: source.reason }] });
    else {
      const { findings, notRead } = session.check(path, source.text);
      tell({ file, findings, notRead });
    }
  };
  const watchers = paths.map((root): FSWatcher => {
    const isFolder = statSync(root).isDirectory();
    return watch(root, { recursive: isFolder }, (_kind, name) => {
      const path = isFolder && name !== null ? join(root, name) : root;
      if (!isTypeScriptPath(path) || path.includes('/node_modules/')) return;
      clearTimeout(pending.get(path));
      pending.set(
        path,
        setTimeout(() => check(path), settleMilliseconds),
      );
    });
  });
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const watcher of watchers) watcher.close();
      for (const timer of pending.values()) clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
