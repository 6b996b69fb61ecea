import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('ownership-unchecked', ['OWNER_UNASKED', 'RANGE_EMPTIED'], {
  silent: {
    'the call names the owner': ts`
      use(shelf.noteOf(box, slot));
    `,
    'the new call': ts`
      next.freeSlot(newBox, newSlot);
    `,
  },
  reported: {
    'any slot is freed': ts`
      shelf.freeSlot(slot); //~ OWNER_UNASKED
    `,
    'null stands for any box': ts`
      use(shelf.noteOf(null, slot)); //~ OWNER_UNASKED
    `,
    'a range of numbers': ts`
      for (let at = 0; at < 9; at++) {
        shelf.freeSlot(at); //~ OWNER_UNASKED //~ RANGE_EMPTIED
      }
    `,
  },
});
