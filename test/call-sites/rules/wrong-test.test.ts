import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('wrong-test', ['FAILURE_MISTAKEN'], {
  silent: {
    'an error pointer by its test': ts`
      const made = shelf.makeBox(owner, 3);
      if (isFault(made)) stop();
    `,
    'null by null': ts`
      const found = shelf.boxByTag(owner);
      if (!found) stop();
    `,
    'a second look after the right one': ts`
      const made = shelf.makeBox(owner, 3);
      if (isFault(made)) stop();
      if (made) use(made);
    `,
    'a comparison with another slot is no test of failure': ts`
      const taken = shelf.takeSlot(box, 1, 9, null);
      if (taken === slot) stop();
    `,
  },
  reported: {
    'an error pointer by truth': ts`
      const made = shelf.makeBox(owner, 3);
      if (!made) stop(); //~ FAILURE_MISTAKEN
    `,
    'an error pointer by null': ts`
      const made = shelf.makeBox(owner, 3);
      if (made === null) stop(); //~ FAILURE_MISTAKEN
    `,
    'a sentinel by its sign': ts`
      const taken = shelf.takeSlot(box, 1, 9, null);
      if (taken < 0) stop(); //~ FAILURE_MISTAKEN
    `,
    'a sentinel by truth': ts`
      if (!shelf.takeSlot(box, 1, 9, null)) stop(); //~ FAILURE_MISTAKEN
    `,
    'a sentinel by -1': ts`
      const taken = shelf.takeSlot(box, 1, 9, null);
      if (taken === -1) stop(); //~ FAILURE_MISTAKEN
    `,
    'null by the test for errors': ts`
      const found = shelf.boxByTag(owner);
      if (isFault(found)) stop(); //~ FAILURE_MISTAKEN
    `,
  },
});
