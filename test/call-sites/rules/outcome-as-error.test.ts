import { ts } from '../testing/project.js';
import { ruleTest } from '../testing/rule-test.js';

ruleTest('outcome-as-error', ['KEPT_FOR_ERROR'], {
  silent: {
    'the outcome is told apart and nothing is wrong': ts`
      const dropped = next.dropBox(newBox);
      if (dropped.ok && dropped.value === 'kept') use('still there');
    `,
    'a refusal is an error': ts`
      const dropped = next.dropBox(newBox);
      if (!dropped.ok) throw new Error(dropped.problem.code);
    `,
  },
  reported: {
    thrown: ts`
      const dropped = next.dropBox(newBox); //~ KEPT_FOR_ERROR
      if (dropped.ok && dropped.value === 'kept') throw new Error('drop failed');
    `,
    'returned as an error': ts`
      export function drop(): number {
        const dropped = next.freeSlot(newBox, newSlot); //~ KEPT_FOR_ERROR
        if (!dropped.ok) return 0;
        if (dropped.value === 'kept') {
          return -1;
        }
        return 1;
      }
    `,
  },
});
