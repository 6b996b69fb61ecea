import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('used-after-release', ['BOX_USED_LATE'], {
  silent: {
    'dropped last': ts`
      shelf.freeSlot(slot);
      shelf.dropBox(box, true);
    `,
    'each round drops another': ts`
      export function all(boxes: readonly Box[]): void {
        for (const one of boxes) shelf.dropBox(one, true);
      }
    `,
    'the way that drops leaves': ts`
      export function maybe(gone: boolean): void {
        if (gone) {
          shelf.dropBox(box, true);
          return;
        }
        use(box);
      }
    `,
    'a new box under the old name': ts`
      export function again(first: Box, second: Box): void {
        let mine = first;
        shelf.dropBox(mine, true);
        mine = second;
        use(mine);
      }
    `,
  },
  reported: {
    'used by the next call': ts`
      shelf.dropBox(box, true);
      use(shelf.takeSlot(box, 1, 9, null)); //~ BOX_USED_LATE
    `,
    'a member of it is read': ts`
      shelf.dropBox(box, true);
      use(box.number); //~ BOX_USED_LATE
    `,
    'dropped on one way only': ts`
      export function maybe(gone: boolean): void {
        if (gone) shelf.dropBox(box, true);
        use(box); //~ BOX_USED_LATE
      }
    `,
  },
});
