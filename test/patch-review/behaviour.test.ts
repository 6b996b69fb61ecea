/** What is read out of two bodies of a function, and when a log counts as naming it. */
import { describe, expect, it } from 'vitest';
import { changedFunctions } from '../../tools/patch-review/behaviour/changed-functions.js';
import { compareBodies } from '../../tools/patch-review/behaviour/compare-bodies.js';
import type { BodyChange } from '../../tools/patch-review/behaviour/body-change.js';
import { mentions } from '../../tools/patch-review/behaviour/mentions.js';
import type { FilePatch } from '../../tools/patch-review/diff/model.js';
import type { Source } from '../../tools/patch-review/tree/model.js';

const patch: FilePatch = { change: 'modify', oldPath: 'x.c', newPath: 'x.c', binary: false, hunks: [], at: 0 };
const context = { replacedCalls: new Set<string>(['old_call']), newCalls: new Set<string>(['new_call']) };

function source(text: string): Source {
  return { path: 'x.c', whole: true, spans: [{ line: 1, text }] };
}

function changes(before: string, after: string): BodyChange[] {
  const step = { patch, before: source(before), after: source(after) };
  return changedFunctions(step).flatMap((fn) => compareBodies(fn.before, fn.after, context));
}

function texts(before: string, after: string): string[] {
  return changes(`int f(int n)\n{\n${before}\n}\n`, `int f(int n)\n{\n${after}\n}\n`).map((change) => change.text);
}

describe('changes of a body', () => {
  it.each<[string, string, string, string[]]>([
    ['a new refusal', 'return g(n);', 'if (!n) return -EINVAL;\nreturn g(n);', ['now answers -EINVAL when !n']],
    [
      'a refusal that is gone',
      'if (!n) return -EINVAL;\nreturn g(n);',
      'return g(n);',
      ['no longer answers -EINVAL when !n'],
    ],
    [
      'another error',
      'if (n > max) return -EINVAL;',
      'if (n > max) return -ENOSPC;',
      ['answers -ENOSPC instead of -EINVAL when n > max'],
    ],
    [
      'another comparison',
      'if (n > max) return -ENOSPC;',
      'if (n >= max) return -ENOSPC;',
      ['tests "n >= max" where it tested "n > max" (-ENOSPC)'],
    ],
    [
      'another limit',
      'if (n > 5) return -ENOSPC;',
      'if (n > 6) return -ENOSPC;',
      ['tests "n > 6" where it tested "n > 5" (-ENOSPC)'],
    ],
    [
      'another constant',
      'x->quota = 1000;\nreturn 0;',
      'x->quota = 0;\nreturn 0;',
      ['uses 0 where it used 1000 in "x->quota = 0"'],
    ],
    ['a call that is gone', 'g(n);\nsynchronize(n);\nreturn 0;', 'g(n);\nreturn 0;', ['no longer calls synchronize()']],
    [
      'a result that is no longer tested',
      'if (g(n)) return -EIO;\nreturn 0;',
      'g(n);\nreturn 0;',
      ['no longer tests the result of g()'],
    ],
    ['an error pointer', 'return g(n);', 'if (n) return ERR_PTR(-EBUSY);\nreturn g(n);', ['now answers -EBUSY when n']],
    [
      'a refusal by way of a label',
      'g(n);\nreturn 0;',
      'if (x->data) {\nret = -EBUSY;\ngoto out;\n}\ng(n);\nout:\nreturn ret;',
      ['now answers -EBUSY when x->data'],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(texts(before, after)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    [
      'layout and comments',
      'if (!n)\n\treturn -EINVAL;\nreturn 0;',
      '/* no */ if (! n) { return -EINVAL; }\nreturn 0;',
    ],
    [
      'a variable with another name',
      'int a = g();\nif (a < 0) return a;\nreturn 0;',
      'int b = g();\nif (b < 0) return b;\nreturn 0;',
    ],
    [
      'the same test written otherwise',
      'if (p == NULL) return -EINVAL;\nreturn 0;',
      'if (unlikely(!p)) return -EINVAL;\nreturn 0;',
    ],
    [
      'else instead of an early return',
      'if (p)\n\tg(p);\nelse\n\tret = -ENOENT;\nreturn ret;',
      'if (!p)\n\treturn -ENOENT;\ng(p);\nreturn 0;',
    ],
    ['a choice instead of a branch', 'return p ? 0 : -ENOENT;', 'if (!p)\n\treturn -ENOENT;\nreturn 0;'],
    ['a test of a call that is new', 'return 0;', 'ret = new_call(n);\nif (ret)\n\treturn ret;\nreturn 0;'],
    ['a call that the series replaces', 'old_call(n);\nreturn 0;', 'new_call(n);\nreturn 0;'],
    [
      'another kind of lock',
      'mutex_lock(&l);\ng(n);\nmutex_unlock(&l);\nreturn 0;',
      'spin_lock(&l);\ng(n);\nspin_unlock(&l);\nreturn 0;',
    ],
    ['a message', 'pr_warn("a");\nreturn 0;', 'pr_err("b");\nreturn 0;'],
    [
      'a refusal that moved behind another one',
      'if (!a) return -EINVAL;\nif (!b) return -EPERM;\nreturn 0;',
      'if (!b) return -EPERM;\nif (!a) return -EINVAL;\nreturn 0;',
    ],
  ])('%s is none', (_name, before, after) => {
    expect(texts(before, after)).toEqual([]);
  });

  it('code that moves into a helper is no change', () => {
    const before = 'int f(int n)\n{\n\tif (!n)\n\t\treturn -EINVAL;\n\tg(n);\n\treturn 0;\n}\n';
    const after =
      'static int f_locked(int n)\n{\n\tif (!n)\n\t\treturn -EINVAL;\n\tg(n);\n\treturn 0;\n}\nint f(int n)\n{\n\treturn f_locked(n);\n}\n';
    expect(changes(before, after)).toEqual([]);
    expect(changes(after, before)).toEqual([]);
  });

  it('a function with another name is compared with the one it was', () => {
    const body = '{\n\tmutex_lock(&l);\n\tg(x);\n\th(x);\n\tx->n = 1;\n\tmutex_unlock(&l);\n}\n';
    const found = changes(
      `void old_name(struct x *x)\n${body}`,
      `void new_name(struct x *x)\n${body.replace('\th(x);\n', '')}`,
    );
    expect(found.map((change) => change.text)).toEqual(['no longer calls h()']);
  });
});

describe('a log', () => {
  const [change] = changes(
    'int q_open(int quota)\n{\n\treturn g(quota);\n}\n',
    'int q_open(int quota)\n{\n\tif (!quota)\n\t\treturn -EINVAL;\n\treturn g(quota);\n}\n',
  );
  const [busy] = changes(
    'int q_attach(int id)\n{\n\tr->private = d;\n}\n',
    'int q_attach(int id)\n{\n\tif (r->private)\n\t\treturn -EBUSY;\n\tr->private = d;\n}\n',
  );
  const open = { names: ['q_open'], prefix: 'q_' };
  const attach = { names: ['q_attach'], prefix: 'q_' };

  it.each([
    'A quota of 0 is refused now.',
    'q_open() returns -EINVAL for a zero quota.',
    'Reject an empty quota.\nIt makes no sense.',
    'Changes:\n - quota zero fails with EINVAL\n - other things',
  ])('names it: %s', (log) => {
    expect(mentions(log, change!, open)).toBe(true);
  });

  it.each([
    '',
    'Take the quota as an argument.',
    'A type that is not known is refused with -EINVAL.',
    'q_attach() returns -EINVAL without an id.',
    'The quota is now an int. Zero pages are freed.',
    'A second set is refused with -EEXIST, whatever its quota, 0 too.',
  ])('does not name it: %s', (log) => {
    expect(mentions(log, change!, open)).toBe(false);
  });

  it.each([
    'q_attach() returns -EBUSY when there is data already.',
    'Attaching twice is an error now: -EBUSY.',
    'Private data that is set is not overwritten, the caller gets -EBUSY.',
  ])('names the other: %s', (log) => {
    expect(mentions(log, busy!, attach)).toBe(true);
  });

  it.each(['Add q_detach() and stop waiting.', 'q_get() returns -EBUSY for an id that goes away already.'])(
    'does not name the other: %s',
    (log) => {
      expect(mentions(log, busy!, attach)).toBe(false);
    },
  );
});
