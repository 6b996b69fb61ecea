import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('unpaired-reference', ['BOX_LEAKED'], {
  silent: {
    'dropped after use': ts`
      export function look(): void {
        const found = next.boxByOwner(owner);
        if (!found.ok) return;
        use(found.value);
        next.dropBox(found.value);
      }
    `,
    'dropped in a finally block': ts`
      export function look(): number {
        const found = next.boxByOwner(owner);
        if (!found.ok) return 0;
        try {
          if (other.colour === 'red') return 1;
          return 2;
        } finally {
          next.dropBox(found.value);
        }
      }
    `,
    'handed on to the caller': ts`
      export function look(): unknown {
        const found = next.boxByOwner(owner);
        if (!found.ok) return null;
        return found.value;
      }
    `,
    'kept in a member': ts`
      export class Keeper {
        box: NewBox | null = null;
        open(): void {
          const found = next.boxByOwner(owner);
          if (found.ok) this.box = found.value;
        }
      }
    `,
    'returned as it is': ts`
      export const look = () => next.boxByOwner(owner);
    `,
  },
  reported: {
    'never dropped': ts`
      export function look(): void {
        const found = next.boxByOwner(owner); //~ BOX_LEAKED
        if (found.ok) use(found.value);
      }
    `,
    'one way out forgets': ts`
      export function look(sure: boolean): void {
        const found = next.boxByOwner(owner); //~ BOX_LEAKED
        if (!found.ok) return;
        if (!sure) return;
        next.dropBox(found.value);
      }
    `,
    'thrown away': ts`
      next.boxByOwner(owner); //~ BOX_LEAKED
    `,
    'a throw forgets': ts`
      export function look(sure: boolean): void {
        const found = next.boxByOwner(owner); //~ BOX_LEAKED
        if (!found.ok) return;
        if (!sure) throw new Error('unsure');
        next.dropBox(found.value);
      }
    `,
  },
});
