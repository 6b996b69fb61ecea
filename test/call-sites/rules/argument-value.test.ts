import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('argument-value', ['NOBODY_TAG'], {
  silent: {
    'another variable': ts`
      use(shelf.makeBox(owner, 3));
    `,
    'the name in another argument': ts`
      shelf.rename(box, 'nobody');
    `,
  },
  reported: {
    'the named value': ts`
      use(shelf.makeBox(nobody, 3)); //~ NOBODY_TAG
    `,
    'as a member': ts`
      declare const kernel: { nobody: Owner };
      use(shelf.makeBox(kernel.nobody, 3)); //~ NOBODY_TAG
    `,
    'under a cast': ts`
      use(shelf.makeBox(nobody as object, 3)); //~ NOBODY_TAG
    `,
  },
});
