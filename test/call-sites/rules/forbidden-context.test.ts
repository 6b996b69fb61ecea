import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('forbidden-context', ['HANDLER_BLOCKS'], {
  silent: {
    'a call that may be made there': ts`
      shelf.watch({ rank: 0, onEvent: (event, args) => (shelf.noteOf(args.box, args.slot) === null ? GO_ON : event) });
    `,
    'work is put off': ts`
      declare const later: (work: () => void) => void;
      shelf.watch({
        rank: 0,
        onEvent: (_event, args) => {
          later(() => shelf.freeSlot(args.slot));
          return GO_ON;
        },
      });
    `,
    'outside of a handler': ts`
      shelf.freeSlot(slot);
    `,
  },
  reported: {
    'in the object': ts`
      shelf.watch({
        rank: 0,
        onEvent(_event, args) {
          shelf.freeSlot(args.slot); //~ HANDLER_BLOCKS
          return GO_ON;
        },
      });
    `,
    'in a function that it calls': ts`
      function clean(gone: Slot): void {
        shelf.freeSlot(gone); //~ HANDLER_BLOCKS
      }
      const watcher: Watcher = {
        rank: 0,
        onEvent: (_event, args) => {
          clean(args.slot);
          return GO_ON;
        },
      };
      shelf.watch(watcher);
    `,
    'in a method of the class': ts`
      export class Keeper {
        readonly watcher: Watcher = { rank: 1, onEvent: (event, args) => this.on(event, args) };
        open(): void {
          shelf.watch(this.watcher);
        }
        on(_event: number, args: EventArgs): number {
          shelf.freeSlot(args.slot); //~ HANDLER_BLOCKS
          return GO_ON;
        }
      }
    `,
    'it waits': ts`
      declare function sleep(): Promise<void>;
      const watcher = {
        rank: 0,
        onEvent: async () => {
          await sleep(); //~ HANDLER_BLOCKS
          return GO_ON;
        },
      };
      shelf.watch(watcher as unknown as Watcher);
      shelf.watch(watcher as never);
    `,
  },
});
