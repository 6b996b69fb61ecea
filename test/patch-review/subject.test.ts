import { describe, expect, it } from 'vitest';
import { parseSubject } from '../../tools/patch-review/mail/subject.js';

describe('subject lines', () => {
  it.each([
    ['[PATCH] a: b', { title: 'a: b', isPatch: true, version: 1 }],
    ['[PATCH v3 4/14] a: b', { version: 3, number: 4, total: 14, title: 'a: b' }],
    ['[PATCH V3 04/14] a', { version: 3, number: 4, total: 14 }],
    ['[PATCH RFC v3 04/14] a', { isRfc: true, version: 3, number: 4, total: 14 }],
    ['[RFC PATCH v3 4/14] a', { isRfc: true, version: 3, number: 4, total: 14 }],
    ['[RFC 1/3] a', { isRfc: true, isPatch: true, number: 1, total: 3 }],
    ['[RFC,v2,1/3] a', { isRfc: true, version: 2, number: 1, total: 3 }],
    ['[RFC][PATCH 0/2] a', { isRfc: true, number: 0, total: 2, title: 'a' }],
    ['[PATCHv3 4/14] a', { version: 3, number: 4, total: 14 }],
    ['[PATCH-v3 4/14] a', { version: 3, number: 4 }],
    ['[RFC/PATCH v2] a', { isRfc: true, isPatch: true, version: 2 }],
    ['[PATCH v3,04/14] a', { version: 3, number: 4, total: 14 }],
    ['[PATCH 4/14 v3] a', { version: 3, number: 4, total: 14 }],
    ['[PATCH v 3 4 / 14] a', { version: 3, number: 4, total: 14 }],
    ['[PATCH 4 of 14 v3] a', { version: 3, number: 4, total: 14 }],
    ['[PATCH01/07] a', { number: 1, total: 7 }],
    ['[PATCH v2.1 3/7] a', { version: 2.1, number: 3 }],
    ['[PATCH v3 4/14 RESEND] a', { isResend: true, number: 4 }],
    ['[RESEND][PATCH v3 4/14] a', { isResend: true, version: 3, number: 4, title: 'a' }],
    ['[PATCH net-next v2 1/3] a', { version: 2, number: 1, prefixes: ['net-next'] }],
    ['[PATCH 4.19 12/30] a', { version: 1, number: 12, total: 30, prefixes: ['4.19'] }],
    ['[some-list] [PATCH v2 1/2] a', { version: 2, number: 1, title: 'a', prefixes: ['some-list'] }],
    ['[PATCH 1/2] [media] a: b', { number: 1, title: '[media] a: b' }],
    ['Re: [PATCH v3 4/14] a', { isReply: true, number: 4 }],
    ['AW: Re[2]: [PATCH 1/2] a', { isReply: true, number: 1 }],
    ['Fwd: [PATCH 1/2] a', { isReply: true }],
    ['a: b', { isPatch: false, isReply: false, title: 'a: b' }],
    ['[GIT PULL 1/2] a', { isPatch: false }],
    ['[ANNOUNCE] a', { isPatch: false, title: 'a' }],
    ['', { isPatch: false, title: '' }],
  ])('%s', (line, expected) => {
    expect(parseSubject(line)).toMatchObject(expected);
  });

  it('takes time in proportion to its length', () => {
    for (const hostile of [
      '['.repeat(50_000),
      'Re: '.repeat(50_000),
      '[1/'.repeat(50_000),
      `[PATCH ${'v'.repeat(100_000)}] a`,
    ]) {
      expect(parseSubject(hostile).isPatch).toBeTypeOf('boolean');
    }
  });
});
