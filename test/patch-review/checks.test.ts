/** Each check on the smallest code that has the defect, and on code that looks like it and has not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadGrammar } from '../../tools/c/index.js';
import type { CheckContext } from '../../tools/patch-review/checks/check.js';
import { checks } from '../../tools/patch-review/checks/index.js';

const context: CheckContext = {
  takers: new Map([
    ['find_set', ['set_put']],
    ['id_get', ['id_put']],
  ]),
  structBody: (name) => (name === 'note' ? 'int id; void *data;' : undefined),
};

function found(
  id: string,
  text: string,
  path = id.startsWith('stub') || id.startsWith('void') ? 'x.h' : 'x.c',
): string[] {
  const check = checks.find((candidate) => candidate.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  expect(check.looksAt(path)).toBe(true);
  const source = { path, whole: true, spans: [{ line: 1, text }] };
  return check.find(source, context).map((hit) => `${hit.line} ${hit.symbol}`);
}

const header = (real: string, stub: string): string => `#ifdef CONFIG_X\n${real}\n#else\n${stub}\n#endif\n`;

interface Case {
  readonly bad: Readonly<Record<string, readonly [string, string]>>;
  readonly good: Readonly<Record<string, string>>;
}

const cases: Readonly<Record<string, Case>> = {
  'stub-differs': {
    bad: {
      'more parameters': [header('int f(int a, int b);', 'static inline int f(int a)\n{\n\treturn 0;\n}'), '4 f'],
      'another result': [header('void *f(int a);', 'static inline int f(int a)\n{\n\treturn 0;\n}'), '4 f'],
      'another type': [header('int f(long a);', 'static inline int f(struct x *a)\n{\n\treturn 0;\n}'), '4 f'],
    },
    good: { 'other names of parameters': header('int f(int a);', 'static inline int f(int b)\n{\n\treturn 0;\n}') },
  },
  'stub-undeclared': {
    bad: { 'no declaration': [header('int g(void);', 'static inline int f(int a)\n{\n\treturn 0;\n}'), '4 f'] },
    good: {
      'a declaration': header('int f(int a);', 'static inline int f(int a)\n{\n\treturn 0;\n}'),
      'an inline function for all': 'static inline int f(int a)\n{\n\treturn 0;\n}\n',
    },
  },
  'stub-missing': {
    bad: {
      'a neighbour has one': [
        '#ifdef CONFIG_X\nint f(int a);\nint g(void);\n#else\nstatic inline int f(int a)\n{\n\treturn 0;\n}\n#endif\n',
        '3 g',
      ],
    },
    good: { 'no stubs at all': '#ifdef CONFIG_X\nint f(int a);\nint g(void);\n#endif\n' },
  },
  'stub-answer-wrong': {
    bad: {
      'an error number as an unsigned one': [
        header('unsigned int f(int a);', 'static inline unsigned int f(int a)\n{\n\treturn -ENOTSUPP;\n}'),
        '4 f',
      ],
      'an error number as a pointer': [
        header('void *f(int a);', 'static inline void *f(int a)\n{\n\treturn -ENOTSUPP;\n}'),
        '4 f',
      ],
    },
    good: { 'an int': header('int f(int a);', 'static inline int f(int a)\n{\n\treturn -ENOTSUPP;\n}') },
  },
  'void-stub-returns': {
    bad: { 'an error number': ['static inline void f(int a)\n{\n\treturn -EINVAL;\n}\n', '3 f'] },
    good: {
      'a plain return': 'static inline void f(int a)\n{\n\treturn;\n}\n',
      'an int': 'static inline int f(void)\n{\n\treturn -EINVAL;\n}\n',
    },
  },
  'undocumented-export': {
    bad: {
      'no comment': ['int f(void)\n{\n\treturn 0;\n}\nEXPORT_SYMBOL_GPL(f);\n', '1 f'],
      'a plain comment': ['/* f */\nint f(void)\n{\n\treturn 0;\n}\nEXPORT_SYMBOL(f);\n', '2 f'],
    },
    good: {
      'a kernel-doc comment': '/**\n * f() - does\n */\nint f(void)\n{\n\treturn 0;\n}\nEXPORT_SYMBOL_GPL(f);\n',
      'not exported': 'int f(void)\n{\n\treturn 0;\n}\n',
    },
  },
  'cursor-after-loop': {
    bad: {
      'written through': [
        'int f(void)\n{\n\tlist_for_each_entry(e, &l, node) {\n\t\tif (e->x)\n\t\t\tbreak;\n\t}\n\te->x = 1;\n}\n',
        '7 f',
      ],
      'in a branch': [
        'int f(void)\n{\n\tif (a) {\n\t\tlist_for_each_entry(e, &l, node)\n\t\t\tg();\n\t\tif (e->x)\n\t\t\th();\n\t}\n}\n',
        '6 f',
      ],
    },
    good: {
      'assigned first': 'int f(void)\n{\n\tlist_for_each_entry(e, &l, node)\n\t\tg();\n\te = h();\n\te->x = 1;\n}\n',
      'another loop':
        'int f(void)\n{\n\tlist_for_each_entry(e, &l, node)\n\t\tg();\n\tlist_for_each_entry(e, &m, node)\n\t\te->x = 1;\n}\n',
      'used inside only': 'int f(void)\n{\n\tlist_for_each_entry(e, &l, node)\n\t\te->x = 1;\n\treturn x->e;\n}\n',
    },
  },
  'reference-kept': {
    bad: {
      'an early return': [
        'int f(void)\n{\n\tset = find_set(mm);\n\tif (!set)\n\t\treturn -ENOENT;\n\tif (busy)\n\t\treturn -EBUSY;\n\tset_put(set);\n\treturn 0;\n}\n',
        '7 f',
      ],
      'a label that does not release': [
        'int f(void)\n{\n\tset = find_set(mm);\n\tif (IS_ERR(set))\n\t\treturn PTR_ERR(set);\n\tif (busy) {\n\t\tret = -EBUSY;\n\t\tgoto out;\n\t}\n\tset_put(set);\nout:\n\treturn ret;\n}\n',
        '12 f',
      ],
      'after a counted get': [
        'int f(void)\n{\n\tret = id_get(set, id);\n\tif (ret)\n\t\treturn ret;\n\tif (g())\n\t\treturn -EIO;\n\tid_put(set, id);\n\treturn 0;\n}\n',
        '7 f',
      ],
    },
    good: {
      'released on each path':
        'int f(void)\n{\n\tset = find_set(mm);\n\tif (!set)\n\t\treturn -ENOENT;\n\tif (busy) {\n\t\tset_put(set);\n\t\treturn -EBUSY;\n\t}\n\tset_put(set);\n\treturn 0;\n}\n',
      'released at a label':
        'int f(void)\n{\n\tset = find_set(mm);\n\tif (!set)\n\t\treturn -ENOENT;\n\tif (busy) {\n\t\tret = -EBUSY;\n\t\tgoto out;\n\t}\nout:\n\tset_put(set);\n\treturn ret;\n}\n',
      'kept in an object':
        'int f(void)\n{\n\tset = find_set(mm);\n\tif (!set)\n\t\treturn -ENOENT;\n\tx->set = set;\n\tif (busy)\n\t\treturn -EBUSY;\n\tset_put(set);\n\treturn 0;\n}\n',
      'handed on': 'struct set *f(void)\n{\n\tset = find_set(mm);\n\tif (!set)\n\t\treturn NULL;\n\treturn set;\n}\n',
    },
  },
  'freed-id-returned': {
    bad: {
      'on the way out': [
        'int f(void)\n{\n\tid = take();\n\tif (g(id)) {\n\t\tfree_id(id);\n\t\tgoto out;\n\t}\nout:\n\treturn id;\n}\n',
        '9 f',
      ],
      'by a member': [
        'int f(void)\n{\n\tid = take();\n\tif (g(id))\n\t\tops->free(id, data);\n\treturn id;\n}\n',
        '6 f',
      ],
      'that was not stored': [
        'int f(void)\n{\n\tid = take();\n\tif (xa_err(xa_store(&t, id, p, GFP_KERNEL)))\n\t\tgoto out;\n\tn++;\nout:\n\treturn id;\n}\n',
        '8 f',
      ],
    },
    good: {
      'an error instead':
        'int f(void)\n{\n\tid = take();\n\tif (g(id)) {\n\t\tfree_id(id);\n\t\tid = INVALID;\n\t}\n\treturn id;\n}\n',
      'the data only':
        'int f(void)\n{\n\tid = take();\n\tif (g(id)) {\n\t\tkfree(data);\n\t\treturn -EIO;\n\t}\n\treturn id;\n}\n',
    },
  },
  'check-outside-lock': {
    bad: {
      'a quota': [
        'int f(void)\n{\n\tif (set->count >= set->quota)\n\t\treturn -ENOSPC;\n\tspin_lock(&lock);\n\tset->count++;\n\tspin_unlock(&lock);\n\treturn 0;\n}\n',
        '3 f',
      ],
    },
    good: {
      inside:
        'int f(void)\n{\n\tspin_lock(&lock);\n\tif (set->count >= set->quota)\n\t\tgoto out;\n\tset->count++;\nout:\n\tspin_unlock(&lock);\n\treturn 0;\n}\n',
      'an argument':
        'int f(int n)\n{\n\tif (n > 5)\n\t\treturn -EINVAL;\n\tspin_lock(&lock);\n\tset->count++;\n\tspin_unlock(&lock);\n\treturn 0;\n}\n',
    },
  },
  'freed-while-pointed-at': {
    bad: {
      'members only let go': [
        'struct item {\n\tstruct set *set;\n};\nvoid f(struct set *set)\n{\n\tlist_for_each_entry(i, &l, n)\n\t\titem_put(i);\n\tkfree(set);\n}\n',
        '8 f',
      ],
    },
    good: {
      'pointers cleared':
        'struct item {\n\tstruct set *set;\n};\nvoid f(struct set *set)\n{\n\tlist_for_each_entry(i, &l, n) {\n\t\ti->set = NULL;\n\t\titem_put(i);\n\t}\n\tkfree(set);\n}\n',
      'no members': 'void f(struct set *set)\n{\n\tkfree(set);\n}\n',
    },
  },
  'payload-uninitialised': {
    bad: { 'one member': ['void f(void)\n{\n\tstruct note note;\n\n\tnote.id = 1;\n\tsend(&note);\n}\n', '6 f'] },
    good: {
      'all members': 'void f(void)\n{\n\tstruct note note;\n\n\tnote.id = 1;\n\tnote.data = NULL;\n\tsend(&note);\n}\n',
      'an initializer': 'void f(void)\n{\n\tstruct note note = { .id = 1 };\n\n\tnote.id = 2;\n\tsend(&note);\n}\n',
      memset:
        'void f(void)\n{\n\tstruct note note;\n\n\tmemset(&note, 0, sizeof(note));\n\tnote.id = 1;\n\tsend(&note);\n}\n',
      'filled by the callee': 'void f(void)\n{\n\tstruct note note;\n\n\tfill(&note);\n}\n',
    },
  },
  'lock-order': {
    bad: {
      'both ways': [
        'void f(void)\n{\n\tspin_lock(&a);\n\tspin_lock(&b);\n\tspin_unlock(&b);\n\tspin_unlock(&a);\n}\nvoid g(void)\n{\n\tspin_lock(&b);\n\tspin_lock(&a);\n}\n',
        '4 f|11 g',
      ],
      'through a call': [
        'void h(void)\n{\n\tmutex_lock(&a);\n\tmutex_unlock(&a);\n}\nvoid f(void)\n{\n\tmutex_lock(&b);\n\th();\n\tmutex_unlock(&b);\n}\nvoid g(void)\n{\n\tmutex_lock(&a);\n\tmutex_lock(&b);\n}\n',
        '9 f|15 g',
      ],
    },
    good: {
      'one order':
        'void f(void)\n{\n\tspin_lock(&a);\n\tspin_lock(&b);\n}\nvoid g(void)\n{\n\tspin_lock(&a);\n\tspin_lock(&b);\n}\n',
      'given back between':
        'void f(void)\n{\n\tspin_lock(&a);\n\tspin_unlock(&a);\n\tspin_lock(&b);\n}\nvoid g(void)\n{\n\tspin_lock(&b);\n\tspin_unlock(&b);\n\tspin_lock(&a);\n}\n',
    },
  },
};

describe('review checks', () => {
  beforeAll(loadGrammar);

  it('every check has cases', () => {
    expect(Object.keys(cases).sort()).toEqual(checks.map((check) => check.id).sort());
  });

  for (const [id, { bad, good }] of Object.entries(cases)) {
    describe(id, () => {
      it.each(Object.entries(bad))('reports: %s', (_name, [text, where]) => {
        expect(found(id, text).sort().join('|')).toBe(where.split('|').sort().join('|'));
      });
      it.each(Object.entries(good))('is silent: %s', (_name, text) => {
        expect(found(id, text)).toEqual([]);
      });
    });
  }
});
