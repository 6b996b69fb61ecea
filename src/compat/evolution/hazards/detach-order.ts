import type { HazardSpec } from '../../pair-model.js';

export const detachOrder = {
  kind: 'detach-order',
  rule: 'wrong-order',
  with: {
    first: 'ioasidNotify',
    then: 'ioasidAttachData',
    same: [0, 0],
    firstValue: { arg: 1, value: 'IOASID_UNBIND' },
    thenValue: { arg: 1, value: 'null' },
    languages: ['ts'],
  },
  group: 'came-along',
  level: 'error',
  certainty: 'likely',
  title: 'data is cleared before UNBIND is sent',
  message: 'UNBIND comes after the data was cleared: its handlers see an id without data',
  why: 'Handlers find their part of an id through its private data. It has to be there until UNBIND was sent, and the reference has to be the last thing that goes.',
  bad: {
    ts: `v1.ioasidAttachData(id, null);
v1.ioasidNotify(id, IOASID_UNBIND);`,
  },
  good: {
    ts: `v2.ioasidNotify(id, 'unbind', 'set');
v2.ioasidDetachSpid(id);
v2.ioasidDetachData(id);`,
  },
} as const satisfies HazardSpec;
