import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('duplicate-owner', ['SECOND_BOX'], {
  silent: {
    'two owners': ts`
      declare const second: Owner;
      use(shelf.makeBox(owner, 3), shelf.makeBox(second, 3));
    `,
    'the first is dropped before': ts`
      export function again(): void {
        const first = shelf.makeBox(owner, 3);
        if (isFault(first)) return;
        shelf.dropBox(first, true);
        use(shelf.makeBox(owner, 3));
      }
    `,
    'on ways that exclude each other': ts`
      export function either(large: boolean): unknown {
        if (large) return shelf.makeBox(owner, 30);
        return shelf.makeBox(owner, 3);
      }
    `,
    'a tag that may repeat': ts`
      use(shelf.makeBox(other, 3), shelf.makeBox(other, 3));
    `,
  },
  reported: {
    'one after the other': ts`
      const first = shelf.makeBox(owner, 3);
      const second = shelf.makeBox(owner, 3); //~ SECOND_BOX
      use(first, second);
    `,
    'in a loop': ts`
      for (let at = 0; at < 2; at++) use(shelf.makeBox(owner, 3)); //~ SECOND_BOX
      use(shelf.makeBox(owner, 4)); //~ SECOND_BOX
    `,
  },
});
