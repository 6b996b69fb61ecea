import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('confused-pointers', ['NOTE_MIXED_UP'], {
  silent: {
    'the note is a note': ts`
      const note = shelf.noteOf(box, slot);
      use(note as { colour: string });
    `,
    'the owner is the tag': ts`
      use(shelf.makeBox(owner, 3));
    `,
    'tested first': ts`
      const note = shelf.noteOf(box, slot);
      if (note instanceof Owner) use(note as Owner);
    `,
  },
  reported: {
    'the note is cast to an owner': ts`
      use(shelf.noteOf(box, slot) as Owner); //~ NOTE_MIXED_UP
    `,
    'an annotation does it': ts`
      declare const api: { noteOf: ShelfOld['noteOf'] };
      const found: Owner | null = api.noteOf(box, slot) as Owner | null; //~ NOTE_MIXED_UP
      use(found);
    `,
    'compared with an owner': ts`
      if (shelf.noteOf(box, slot) === owner) stop(); //~ NOTE_MIXED_UP
    `,
    'an owner is given as the note': ts`
      if (shelf.setNote(slot, owner) < 0) stop(); //~ NOTE_MIXED_UP
    `,
  },
});
