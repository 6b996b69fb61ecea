import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('sentinel-compared', ['NONE_COMPARED'], {
  silent: {
    'the slot is compared with another slot': ts`
      const taken = shelf.takeSlot(box, 1, 9, null);
      if (taken === 7) stop();
    `,
    'the sentinel is compared with a number that no call returned': ts`
      const mine: number = 3;
      if (mine === NO_SLOT) stop();
    `,
  },
  reported: {
    'a guard right after the call': ts`
      const taken = shelf.takeSlot(box, 1, 9, null);
      if (taken === NO_SLOT) stop(); //~ NONE_COMPARED
    `,
    'through a destructured method, other way round': ts`
      const { takeSlot } = shelf;
      const taken = takeSlot(box, 1, 9, null);
      if (NO_SLOT !== taken) use(taken); //~ NONE_COMPARED
    `,
    'under another name': ts`
      import { NO_SLOT as NOTHING } from '../shelf/old.js';
      const taken = shelf.takeSlot(box, 1, 9, null);
      if (taken === NOTHING) stop(); //~ NONE_COMPARED
    `,
    'in place': ts`
      if (shelf.takeSlot(box, 1, 9, null) === NO_SLOT) stop(); //~ NONE_COMPARED
    `,
  },
});
