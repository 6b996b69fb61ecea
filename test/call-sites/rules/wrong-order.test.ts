import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('wrong-order', ['TOLD_LATE'], {
  silent: {
    'told first': ts`
      shelf.tell(slot, SLOT_FREED);
      shelf.setNote(slot, null);
    `,
    'another slot': ts`
      declare const second: Slot;
      shelf.setNote(second, null);
      shelf.tell(slot, SLOT_FREED);
    `,
    'another event': ts`
      shelf.setNote(slot, null);
      shelf.tell(slot, SLOT_TAKEN);
    `,
    'only on ways that exclude each other': ts`
      export function either(first: boolean): void {
        if (first) shelf.setNote(slot, null);
        else shelf.tell(slot, SLOT_FREED);
      }
    `,
  },
  reported: {
    'told after': ts`
      shelf.setNote(slot, null);
      shelf.tell(slot, SLOT_FREED); //~ TOLD_LATE
    `,
    'in a member': ts`
      export class Keeper {
        slot: Slot = 0;
        stop(): void {
          shelf.setNote(this.slot, null);
          shelf.tell(this.slot, SLOT_FREED); //~ TOLD_LATE
        }
      }
    `,
  },
});
