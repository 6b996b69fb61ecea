import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('symbol-gone', ['STATIC_BOX'], {
  silent: {
    'imported and not used': ts`
      use(box);
    `,
  },
  reported: {
    called: ts`
      const shared = makeStaticBox(); //~ STATIC_BOX
      use(shared);
    `,
    'handed on': ts`
      use([1].map(makeStaticBox)); //~ STATIC_BOX
    `,
  },
});
