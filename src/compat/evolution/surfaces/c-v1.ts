/** The old version in C: signatures of the July 2020 thread, behaviour of the first posted series (reference 2.2). */
import type { Surface } from '../../pair-model.js';
import { named, prototype } from './prototype.js';
import { rolesInC } from './roles.js';

export const cV1: Surface = {
  language: 'c',
  title: 'v1, void token (C)',
  headers: ['linux/ioasid.h'],
  symbols: [
    'void ioasid_install_capacity(ioasid_t total)',
    'struct ioasid_set *ioasid_alloc_set(void *token, ioasid_t quota)',
    'struct ioasid_set *ioasid_alloc_system_set(ioasid_t quota)',
    'void ioasid_free_set(struct ioasid_set *set, bool destroy)',
    'int ioasid_adjust_set(struct ioasid_set *set, int quota)',
    'struct ioasid_set *ioasid_find_set(ioasid_t id)',
    'struct ioasid_set *ioasid_find_set_by_token(void *token)',
    'ioasid_t ioasid_alloc(struct ioasid_set *set, ioasid_t min, ioasid_t max, void *private)',
    'void ioasid_free(ioasid_t id)',
    'void *ioasid_find(struct ioasid_set *set, ioasid_t id, bool (*getter)(void *))',
    'int ioasid_attach_data(ioasid_t id, void *data)',
    'int ioasid_register_allocator(struct ioasid_allocator_ops *allocator)',
    'void ioasid_unregister_allocator(struct ioasid_allocator_ops *allocator)',
    'int ioasid_add_notifier(struct notifier_block *nb)',
    'void ioasid_remove_notifier(struct notifier_block *nb)',
    'int ioasid_notify(ioasid_t id, enum ioasid_notify_val cmd)',
    'bool pasid_valid(ioasid_t id)',
  ]
    .map((text) => withRoles(text))
    .concat([
      named('constant', 'INVALID_IOASID', '#define INVALID_IOASID ((ioasid_t)-1)'),
      named('constant', 'IOASID_ALLOC', 'IOASID_ALLOC = 1'),
      named('constant', 'IOASID_FREE', 'IOASID_FREE = 2'),
      named('constant', 'IOASID_BIND', 'IOASID_BIND = 3'),
      named('constant', 'IOASID_UNBIND', 'IOASID_UNBIND = 4'),
      named('type', 'ioasid_t', 'typedef unsigned int ioasid_t'),
      named('type', 'ioasid_set', 'struct ioasid_set'),
      named('type', 'ioasid_nb_args', 'struct ioasid_nb_args'),
      named('type', 'ioasid_notify_val', 'enum ioasid_notify_val'),
      named('type', 'ioasid_allocator_ops', 'struct ioasid_allocator_ops'),
      named('member', 'ioasid_set.token', 'void *token'),
      named('member', 'ioasid_nb_args.set_token', 'void *set_token'),
    ]),
};

function withRoles(text: string) {
  const symbol = prototype(text);
  return { ...symbol, roles: rolesInC('old', symbol.name) };
}
