/** A series over the invented tree: one caller left behind, one change of behaviour that no log names. */
import type { Commit } from './repository.js';

const header = 'include/linux/lease.h';
const code = 'lib/lease.c';
const alpha = 'drivers/alpha.c';

export const kindPatch: Commit = {
  message: `lease: Give pools a kind

Whoever looks at an owner has to know what it is. Say so at creation:
lease_open() takes a kind and refuses one that it does not know with
-EINVAL.`,
  edits: [
    {
      file: header,
      from: 'enum lease_event {',
      to: 'enum lease_kind {\n\tLEASE_PLAIN = 1,\n\tLEASE_MM,\n\tLEASE_KIND_NR,\n};\n\nenum lease_event {',
    },
    {
      file: header,
      from: 'lease_open(void *owner, unsigned int limit);',
      to: 'lease_open(void *owner, unsigned int limit,\n\t\t\t      int kind);',
    },
    {
      file: header,
      from: 'lease_open(void *owner, unsigned int limit)\n{',
      to: 'lease_open(void *owner, unsigned int limit,\n\t\t\t\t\t    int kind)\n{',
    },
    {
      file: code,
      from: 'struct lease_pool *lease_open(void *owner, unsigned int limit)\n{\n\tstruct lease_pool *pool;\n',
      to: 'struct lease_pool *lease_open(void *owner, unsigned int limit, int kind)\n{\n\tstruct lease_pool *pool;\n\n\tif (kind <= 0 || kind >= LEASE_KIND_NR)\n\t\treturn ERR_PTR(-EINVAL);\n\n\tif (!limit)\n\t\treturn ERR_PTR(-EINVAL);\n',
    },
    { file: alpha, from: 'lease_open(alpha, 16)', to: 'lease_open(alpha, 16, LEASE_PLAIN)' },
  ],
};

export const putPatch: Commit = {
  message: `lease: Count pools

Replace lease_close() by lease_pool_put(), which frees the numbers of a
pool and the pool itself.`,
  edits: [
    {
      file: header,
      from: 'void lease_close(struct lease_pool *pool, bool all);',
      to: 'void lease_pool_put(struct lease_pool *pool);',
    },
    {
      file: header,
      from: 'static inline void lease_close(struct lease_pool *pool, bool all)',
      to: 'static inline void lease_pool_put(struct lease_pool *pool)',
    },
    {
      file: code,
      from: ' * lease_close - give back all numbers of a pool\n * @pool: the pool\n * @all: true to free the pool too\n */\nvoid lease_close(struct lease_pool *pool, bool all)',
      to: ' * lease_pool_put - give back all numbers of a pool, and the pool\n * @pool: the pool\n */\nvoid lease_pool_put(struct lease_pool *pool)',
    },
    {
      file: code,
      from: '\tif (all) {\n\t\tlease_left += pool->limit;\n\t\tkfree(pool);\n\t}\n',
      to: '\tlease_left += pool->limit;\n\tkfree(pool);\n',
    },
    { file: code, from: 'EXPORT_SYMBOL_GPL(lease_close);', to: 'EXPORT_SYMBOL_GPL(lease_pool_put);' },
    {
      file: alpha,
      from: '\t\tlease_close(alpha->pool, true);\n\t\treturn -ENOSPC;',
      to: '\t\tlease_pool_put(alpha->pool);\n\t\treturn -ENOSPC;',
    },
    {
      file: alpha,
      from: '\tlease_give(alpha->id);\n\tlease_close(alpha->pool, true);',
      to: '\tlease_give(alpha->id);\n\tlease_pool_put(alpha->pool);',
    },
  ],
};

export const givePatch: Commit = {
  message: `lease: Name the pool when a number is given back

A number of another pool stays where it is.`,
  edits: [
    {
      file: header,
      from: 'void lease_give(unsigned int id);',
      to: 'void lease_give(struct lease_pool *pool, unsigned int id);',
    },
    {
      file: header,
      from: 'static inline void lease_give(unsigned int id)',
      to: 'static inline void lease_give(struct lease_pool *pool, unsigned int id)',
    },
    {
      file: code,
      from: ' * lease_give - give a number back\n * @id: the number\n */\nvoid lease_give(unsigned int id)',
      to: ' * lease_give - give a number back\n * @pool: the pool it is of\n * @id: the number\n */\nvoid lease_give(struct lease_pool *pool, unsigned int id)',
    },
    { file: alpha, from: 'lease_give(alpha->id);', to: 'lease_give(alpha->pool, alpha->id);' },
  ],
};

export const leaseSeries: readonly Commit[] = [kindPatch, putPatch, givePatch];
