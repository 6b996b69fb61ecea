import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('member-read', ['TAG_READ'], {
  silent: {
    'another member': ts`
      use(box.number);
    `,
    'tested for what it is': ts`
      if (box.tag instanceof Owner) stop();
    `,
    'another type': ts`
      declare const crate: { tag: unknown };
      use(crate.tag);
    `,
  },
  reported: {
    read: ts`
      use(box.tag); //~ TAG_READ
    `,
    'taken apart': ts`
      const { tag } = box; //~ TAG_READ
      use(tag);
    `,
  },
});
