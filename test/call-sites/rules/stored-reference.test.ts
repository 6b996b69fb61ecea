import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('stored-reference', ['SLOT_KEPT', 'BOX_KEPT'], {
  silent: {
    'used and gone': ts`
      const taken = shelf.takeSlot(box, 1, 9, null);
      if (taken !== NO_SLOT) use(taken);
    `,
    returned: ts`
      export const take = () => shelf.takeSlot(box, 1, 9, null);
    `,
  },
  reported: {
    'in a member': ts`
      export class Keeper {
        slot: Slot = NO_SLOT;
        fill(): void {
          this.slot = shelf.takeSlot(box, 1, 9, null); //~ SLOT_KEPT
          if (this.slot === NO_SLOT) stop();
        }
      }
    `,
    'in an object': ts`
      const taken = shelf.takeSlot(box, 1, 9, null);
      if (taken === NO_SLOT) stop();
      export const kept = { taken }; //~ SLOT_KEPT
    `,
    'a box in a list': ts`
      const made = shelf.makeBox(owner, 3);
      if (isFault(made)) stop();
      export const boxes = [made]; //~ BOX_KEPT
    `,
  },
});
