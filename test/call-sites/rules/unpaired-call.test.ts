import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('unpaired-call', ['NEVER_UNWATCHED'], {
  silent: {
    'both in the file': ts`
      declare const watcher: Watcher;
      export function open(): void {
        shelf.watch(watcher);
      }
      export function close(): void {
        shelf.unwatch(watcher);
      }
    `,
  },
  reported: {
    'never taken back': ts`
      declare const watcher: Watcher;
      shelf.watch(watcher); //~ NEVER_UNWATCHED
    `,
  },
});
