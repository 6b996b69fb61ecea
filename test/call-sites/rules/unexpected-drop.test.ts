import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('unexpected-drop', ['DROPPED_UNHELD'], {
  silent: {
    'the box came with a reference': ts`
      const found = next.boxByOwner(owner);
      if (found.ok) next.dropBox(found.value);
    `,
    'nobody knows where the box came from': ts`
      next.dropBox(newBox);
    `,
  },
  reported: {
    'the note came without one': ts`
      const found = next.noteOf(newBox, newSlot);
      if (found.ok) next.dropBox(found.value as unknown as NewBox); //~ DROPPED_UNHELD
    `,
  },
});
