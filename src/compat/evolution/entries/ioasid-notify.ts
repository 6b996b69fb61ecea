import { evolution } from '../schema.js';

export const ioasidNotify = evolution('ioasidNotify', {
  c: 'ioasid_notify',
  aliases: [],
  counterpart: { kind: 'retyped', to: 'ioasidNotify', what: 'the chain is named' },
  behaviours: [
    {
      id: 'B22',
      group: 'came-along',
      text: 'BIND and UNBIND go to the chain of the id’s set and carry the guest id',
      scenarios: ['guest-sva-normal', 'two-guests-one-host'],
    },
  ],
  hazards: [
    {
      kind: 'detach-order',
      when: 'UNBIND is sent after the data was cleared',
      consequence: 'handlers see an id without data',
    },
  ],
  codemod: {
    ts: {
      kind: 'by-literal',
      on: 1,
      cases: {
        IOASID_BIND: { to: 'ioasidNotify', args: [{ from: 0 }, { write: "'bind'" }, { write: "'both'" }] },
        IOASID_UNBIND: { to: 'ioasidNotify', args: [{ from: 0 }, { write: "'unbind'" }, { write: "'both'" }] },
      },
      otherwise: 'ALLOC and FREE are sent by the core: name the chain by hand',
    },
    c: {
      kind: 'reshape',
      to: 'ioasid_notify',
      args: [{ from: 0 }, { from: 1 }, { write: 'IOASID_NOTIFY_FLAG_SET' }],
    },
  },
  parity: { kind: 'equal', scenarios: ['guest-sva-normal', 'two-guests-one-host'] },
  doc: {
    summary: 'Sends an event of an id to the handlers.',
    body: 'The old call goes to everybody; each handler must find out whether the event is meant for it. The new call names the chain, and the August 2020 series, which this version follows, leaves BIND and UNBIND to the caller.',
  },
});
