/** The new version in C: the surface of the August 2020 series with what mends it (reference 2.3). */
import type { Surface } from '../../pair-model.js';
import { named, prototype } from './prototype.js';
import { rolesInC } from './roles.js';

export const cV2: Surface = {
  language: 'c',
  title: 'v2, typed token (C)',
  headers: ['linux/ioasid.h'],
  symbols: [
    'void ioasid_install_capacity(ioasid_t total)',
    'ioasid_t ioasid_get_capacity(void)',
    'struct ioasid_set *ioasid_alloc_set(void *token, ioasid_t quota, int type)',
    'void ioasid_set_get(struct ioasid_set *set)',
    'void ioasid_set_put(struct ioasid_set *set)',
    'int ioasid_adjust_set(struct ioasid_set *set, int quota)',
    'int ioasid_set_for_each_ioasid(struct ioasid_set *set, void (*fn)(ioasid_t id, void *data), void *data)',
    'struct ioasid_set *ioasid_find_mm_set(struct mm_struct *token)',
    'ioasid_t ioasid_alloc(struct ioasid_set *set, ioasid_t min, ioasid_t max, void *private)',
    'ioasid_t ioasid_alloc_mm(struct ioasid_set *set, ioasid_t min, ioasid_t max, struct mm_struct *mm)',
    'int ioasid_get(struct ioasid_set *set, ioasid_t id)',
    'int ioasid_get_locked(struct ioasid_set *set, ioasid_t id)',
    'int ioasid_get_if_owned(ioasid_t id)',
    'void ioasid_put(struct ioasid_set *set, ioasid_t id)',
    'void ioasid_put_locked(struct ioasid_set *set, ioasid_t id)',
    'void ioasid_free(struct ioasid_set *set, ioasid_t id)',
    'void *ioasid_find(struct ioasid_set *set, ioasid_t id, bool (*getter)(void *))',
    'struct mm_struct *ioasid_find_mm(struct ioasid_set *set, ioasid_t id)',
    'int ioasid_attach_data(ioasid_t id, void *data)',
    'void ioasid_detach_data(ioasid_t id)',
    'int ioasid_attach_spid(ioasid_t id, ioasid_t spid)',
    'void ioasid_detach_spid(ioasid_t id)',
    'ioasid_t ioasid_find_by_spid(struct ioasid_set *set, ioasid_t spid)',
    'int ioasid_register_allocator(struct ioasid_allocator_ops *allocator)',
    'void ioasid_unregister_allocator(struct ioasid_allocator_ops *allocator)',
    'int ioasid_register_notifier(struct ioasid_set *set, struct notifier_block *nb)',
    'void ioasid_unregister_notifier(struct ioasid_set *set, struct notifier_block *nb)',
    'int ioasid_register_notifier_mm(struct mm_struct *mm, struct notifier_block *nb)',
    'void ioasid_unregister_notifier_mm(struct mm_struct *mm, struct notifier_block *nb)',
    'int ioasid_notify(ioasid_t id, enum ioasid_notify_val cmd, unsigned int flags)',
    'bool pasid_valid(ioasid_t id)',
  ]
    .map((text) => withRoles(text))
    .concat([
      named('constant', 'INVALID_IOASID', '#define INVALID_IOASID ((ioasid_t)-1)'),
      named('constant', 'IOASID_SET_TYPE_NULL', 'IOASID_SET_TYPE_NULL = 1'),
      named('constant', 'IOASID_SET_TYPE_MM', 'IOASID_SET_TYPE_MM = 2'),
      named('constant', 'IOASID_NOTIFY_FLAG_ALL', '#define IOASID_NOTIFY_FLAG_ALL BIT(0)'),
      named('constant', 'IOASID_NOTIFY_FLAG_SET', '#define IOASID_NOTIFY_FLAG_SET BIT(1)'),
      named('constant', 'IOASID_ALLOC', 'IOASID_ALLOC = 1'),
      named('constant', 'IOASID_FREE', 'IOASID_FREE = 2'),
      named('constant', 'IOASID_BIND', 'IOASID_BIND = 3'),
      named('constant', 'IOASID_UNBIND', 'IOASID_UNBIND = 4'),
      named('type', 'ioasid_t', 'typedef unsigned int ioasid_t'),
      named('type', 'ioasid_set', 'struct ioasid_set'),
      named('type', 'ioasid_set_type', 'enum ioasid_set_type'),
      named('type', 'ioasid_nb_args', 'struct ioasid_nb_args'),
      named('type', 'ioasid_notify_val', 'enum ioasid_notify_val'),
      named('type', 'ioasid_notifier_prios', 'enum ioasid_notifier_prios'),
      named('type', 'ioasid_state', 'enum ioasid_state'),
      named('type', 'ioasid_allocator_ops', 'struct ioasid_allocator_ops'),
    ]),
};

function withRoles(text: string) {
  const symbol = prototype(text);
  return { ...symbol, roles: rolesInC('new', symbol.name) };
}
