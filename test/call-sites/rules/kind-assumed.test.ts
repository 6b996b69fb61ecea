import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('kind-assumed', ['OWNER_ASSUMED'], {
  silent: {
    'the kind was tested': ts`
      if (box.tag instanceof Owner) use(box.tag as Owner);
    `,
    'the type guard of the class': ts`
      const tag = box.tag;
      if (Owner.is(tag)) use(tag as Owner);
    `,
    'compared with something that is no owner': ts`
      if (box.tag === null) stop();
    `,
    'a member of the same name elsewhere': ts`
      declare const stranger: { tag: unknown };
      use(stranger.tag as Owner);
    `,
  },
  reported: {
    'a cast of the member': ts`
      use(box.tag as Owner); //~ OWNER_ASSUMED
    `,
    'through a constant': ts`
      const tag = box.tag;
      use(tag as Owner); //~ OWNER_ASSUMED
    `,
    'a comparison': ts`
      if (box.tag === owner) use(box); //~ OWNER_ASSUMED
    `,
    'a look-up by it': ts`
      use(shelf.boxByTag(owner)); //~ OWNER_ASSUMED
    `,
    'in a handler': ts`
      export const watcher: Watcher = {
        rank: 0,
        onEvent: (event, args) => (args.tag === owner ? GO_ON : event), //~ OWNER_ASSUMED
      };
    `,
  },
});
