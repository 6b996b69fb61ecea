import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('argument-type', ['TAG_UNSTATED'], {
  silent: {
    'the type says what the tag is': ts`
      use(shelf.makeBox(owner, 3));
    `,
    'a subclass too': ts`
      class Person extends Owner {}
      use(shelf.makeBox(new Person('x'), 3));
    `,
    'under a cast': ts`
      use(shelf.makeBox(owner as unknown as { a: 1 }, 3));
    `,
    'null is skipped': ts`
      use(shelf.makeBox(null, 3));
    `,
  },
  reported: {
    'another object': ts`
      use(shelf.makeBox(other, 3)); //~ TAG_UNSTATED
    `,
    unknown: ts`
      declare const anything: unknown;
      use(shelf.makeBox(anything, 3)); //~ TAG_UNSTATED
    `,
    'an object literal': ts`
      use(shelf.makeBox({ name: 'Owner' }, 3)); //~ TAG_UNSTATED
    `,
    'a class of the same name from elsewhere is no help when it is another name': ts`
      class Holder {}
      use(shelf.makeBox(new Holder(), 3)); //~ TAG_UNSTATED
    `,
  },
});
