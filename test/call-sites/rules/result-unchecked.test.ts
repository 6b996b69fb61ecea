import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('result-unchecked', ['FAILURE_UNSEEN'], {
  silent: {
    'the error pointer is tested before use': ts`
      const made = shelf.makeBox(owner, 3);
      if (isFault(made)) stop();
      shelf.dropBox(made, true);
    `,
    'the sentinel is tested, other way round': ts`
      export function take(): Slot | null {
        const taken = shelf.takeSlot(box, 1, 9, null);
        if (NO_SLOT !== taken) return taken;
        return null;
      }
    `,
    'the failure goes on to the caller': ts`
      export function pass(): Slot {
        return shelf.takeSlot(box, 1, 9, null);
      }
    `,
    'the number is tested in the condition': ts`
      if (shelf.setNote(slot, other) < 0) stop();
    `,
    'a constant keeps the outcome of the test': ts`
      const made = shelf.makeBox(owner, 3);
      const bad = isFault(made);
      if (bad) stop();
      use(made);
    `,
    'assigned and tested at once': ts`
      let taken: Slot;
      if ((taken = shelf.takeSlot(box, 1, 9, null)) === NO_SLOT) stop();
      use(taken);
    `,
    'tested on each way round a loop': ts`
      for (let at = 0; at < 3; at++) {
        const taken = shelf.takeSlot(box, 1, 9, null);
        if (taken === NO_SLOT) continue;
        use(taken);
      }
    `,
    'tested on the left of &&': ts`
      const found = shelf.boxByTag(owner);
      use(found !== null && found.number);
    `,
    'the member is tested right after': ts`
      export class Keeper {
        slot: Slot = NO_SLOT;
        fill(): boolean {
          this.slot = shelf.takeSlot(box, 1, 9, null);
          if (this.slot === NO_SLOT) return false;
          use(this.slot);
          return true;
        }
      }
    `,
    'the sign is asked, and the number used after it': ts`
      const answer = shelf.setNote(slot, other);
      export const text = answer < 0 ? String(-answer) : 'done';
    `,
    'made one way or another, and tested': ts`
      const made = slot > 3 ? shelf.makeBox(owner, 3) : shelf.makeBox(null, 3);
      if (isFault(made)) stop();
      use(made);
    `,
    'taken apart and tested': ts`
      const [first, second] = [shelf.makeBox(owner, 3), shelf.makeBox(null, 3)];
      if (isFault(first) || isFault(second)) stop();
    `,
    'another API has a method of the same name': ts`
      declare const stranger: { setNote(slot: number, note: unknown): number };
      stranger.setNote(1, 2);
    `,
    'the yes-no call of the API tests it': ts`
      const taken = shelf.takeSlot(box, 1, 9, null);
      if (!shelf.isSlot(taken)) stop();
      use(taken);
    `,
  },
  reported: {
    'the result is thrown away': ts`
      shelf.setNote(slot, other); //~ FAILURE_UNSEEN
    `,
    'used untested': ts`
      const taken = shelf.takeSlot(box, 1, 9, null);
      use(taken); //~ FAILURE_UNSEEN
    `,
    'tested on one path only': ts`
      export function half(sure: boolean): void {
        const made = shelf.makeBox(owner, 3);
        if (!sure) {
          if (isFault(made)) return;
        }
        use(made); //~ FAILURE_UNSEEN
      }
    `,
    'a cast hides the error': ts`
      const made = shelf.makeBox(owner, 3) as Box;
      use(made); //~ FAILURE_UNSEEN
    `,
    'used in place': ts`
      use(shelf.takeSlot(box, 1, 9, null)); //~ FAILURE_UNSEEN
    `,
    'through a destructured method': ts`
      const { takeSlot } = shelf;
      const taken = takeSlot(box, 1, 9, null);
      use(taken); //~ FAILURE_UNSEEN
    `,
    'through a renamed alias': ts`
      const grab = shelf.takeSlot;
      const taken = grab(box, 1, 9, null);
      use(taken); //~ FAILURE_UNSEEN
    `,
    'tested after the use': ts`
      const taken = shelf.takeSlot(box, 1, 9, null);
      use(taken); //~ FAILURE_UNSEEN
      if (taken === NO_SLOT) stop();
    `,
    'kept in a member that nobody tests': ts`
      export class Keeper {
        slot: Slot = NO_SLOT;
        fill(): void {
          this.slot = shelf.takeSlot(box, 1, 9, null); //~ FAILURE_UNSEEN
        }
      }
    `,
    'made one way or another, and used': ts`
      const made = slot > 3 ? shelf.makeBox(owner, 3) : shelf.makeBox(null, 3);
      use(made); //~ FAILURE_UNSEEN
    `,
    'copied first': ts`
      const taken = shelf.takeSlot(box, 1, 9, null);
      const copy = taken;
      use(copy); //~ FAILURE_UNSEEN
    `,
  },
});
