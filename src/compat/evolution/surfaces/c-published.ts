/** Other published spellings in C, so that a tree written against any of them is recognised (reference 1, 2.1, 2.3). */
import type { Role, Surface } from '../../pair-model.js';
import { named, prototype } from './prototype.js';
import { rolesInC } from './roles.js';

const invalid = named('constant', 'INVALID_IOASID', '#define INVALID_IOASID ((ioasid_t)-1)');

function surface(
  title: string,
  side: 'old' | 'new',
  texts: readonly string[],
  extra: Surface['symbols'] = [invalid],
): Surface {
  const prototypes = texts.map((text) => prototype(text));
  const names = new Set(prototypes.map(({ name }) => name));
  // A spelling without the put has no reference that could be given back.
  const holds = (role: Role): boolean => role.kind !== 'takes-reference' || role.by.some((name) => names.has(name));
  const symbols = prototypes.map((symbol) => ({ ...symbol, roles: rolesInC(side, symbol.name).filter(holds) }));
  return { language: 'c', title, headers: ['linux/ioasid.h'], symbols: [...symbols, ...extra] };
}

/** Mainline 5.5 to 6.3: static sets, no quota, no notifier. */
export const cBase = surface(
  'base allocator, mainline 6.1 (C)',
  'old',
  [
    'ioasid_t ioasid_alloc(struct ioasid_set *set, ioasid_t min, ioasid_t max, void *private)',
    'void ioasid_free(ioasid_t id)',
    'void *ioasid_find(struct ioasid_set *set, ioasid_t id, bool (*getter)(void *))',
    'int ioasid_register_allocator(struct ioasid_allocator_ops *allocator)',
    'void ioasid_unregister_allocator(struct ioasid_allocator_ops *allocator)',
    'int ioasid_set_data(ioasid_t id, void *data)',
    'bool pasid_valid(ioasid_t id)',
  ],
  [
    named('macro', 'DECLARE_IOASID_SET', '#define DECLARE_IOASID_SET(name) struct ioasid_set name = { 0 }'),
    invalid,
    named('type', 'ioasid_t', 'typedef unsigned int ioasid_t'),
    named('type', 'ioasid_set', 'struct ioasid_set'),
    named('type', 'ioasid_allocator_ops', 'struct ioasid_allocator_ops'),
  ],
);

/** First series, March 2020: sets are numbers. */
export const cV1p = surface('first series, set numbers (C)', 'old', [
  'void ioasid_install_capacity(ioasid_t total)',
  'int ioasid_alloc_set(struct ioasid_set *token, ioasid_t quota, int *sid)',
  'int ioasid_alloc_system_set(int quota)',
  'void ioasid_free_set(int sid, bool destroy_set)',
  'int ioasid_adjust_set(int sid, int quota)',
  'int ioasid_find_sid(ioasid_t id)',
  'ioasid_t ioasid_alloc(int sid, ioasid_t min, ioasid_t max, void *private)',
  'void ioasid_free(ioasid_t id)',
  'void *ioasid_find(int sid, ioasid_t id, bool (*getter)(void *))',
  'int ioasid_attach_data(ioasid_t id, void *data)',
  'int ioasid_add_notifier(struct notifier_block *nb)',
  'void ioasid_remove_notifier(struct notifier_block *nb)',
  'int ioasid_notify(ioasid_t id, enum ioasid_notify_val cmd)',
]);

/** Third series, September 2020. */
export const cV3 = surface('third series (C)', 'new', [
  'void ioasid_install_capacity(ioasid_t total)',
  'ioasid_t ioasid_get_capacity(void)',
  'struct ioasid_set *ioasid_set_alloc(void *token, ioasid_t quota, int type)',
  'void ioasid_set_get(struct ioasid_set *set)',
  'void ioasid_set_put(struct ioasid_set *set)',
  'int ioasid_adjust_set(struct ioasid_set *set, int quota)',
  'void ioasid_set_for_each_ioasid(struct ioasid_set *set, void (*fn)(ioasid_t id, void *data), void *data)',
  'ioasid_t ioasid_alloc(struct ioasid_set *set, ioasid_t min, ioasid_t max, void *private)',
  'int ioasid_get(struct ioasid_set *set, ioasid_t id)',
  'bool ioasid_put(struct ioasid_set *set, ioasid_t id)',
  'void ioasid_free(struct ioasid_set *set, ioasid_t id)',
  'void *ioasid_find(struct ioasid_set *set, ioasid_t id, bool (*getter)(void *))',
  'int ioasid_attach_data(ioasid_t id, void *data)',
  'void ioasid_detach_data(ioasid_t id)',
  'int ioasid_attach_spid(ioasid_t id, ioasid_t spid)',
  'void ioasid_detach_spid(ioasid_t id)',
  'ioasid_t ioasid_find_by_spid(struct ioasid_set *set, ioasid_t spid)',
  'int ioasid_register_notifier(struct ioasid_set *set, struct notifier_block *nb)',
  'void ioasid_unregister_notifier(struct ioasid_set *set, struct notifier_block *nb)',
  'int ioasid_register_notifier_mm(struct mm_struct *mm, struct notifier_block *nb)',
  'void ioasid_unregister_notifier_mm(struct mm_struct *mm, struct notifier_block *nb)',
]);

/** Fourth series, February 2021: a set lives as long as it has ids. */
export const cV4 = surface('fourth series (C)', 'new', [
  'void ioasid_install_capacity(ioasid_t total)',
  'int ioasid_reserve_capacity(ioasid_t nr_ioasid)',
  'int ioasid_cancel_capacity(ioasid_t nr_ioasid)',
  'struct ioasid_set *ioasid_set_alloc(void *token, ioasid_t quota, int type)',
  'int ioasid_set_free(struct ioasid_set *set)',
  'void ioasid_free_all_in_set(struct ioasid_set *set)',
  'struct ioasid_set *ioasid_find_mm_set(struct mm_struct *token)',
  'struct ioasid_set *ioasid_find_set(ioasid_t id)',
  'void ioasid_set_for_each_ioasid(struct ioasid_set *set, void (*fn)(ioasid_t id, void *data), void *data)',
  'ioasid_t ioasid_alloc(struct ioasid_set *set, ioasid_t min, ioasid_t max, void *private)',
  'int ioasid_get(struct ioasid_set *set, ioasid_t id)',
  'int ioasid_get_if_owned(ioasid_t id)',
  'bool ioasid_put(struct ioasid_set *set, ioasid_t id)',
  'void ioasid_free(struct ioasid_set *set, ioasid_t id)',
  'void *ioasid_find(struct ioasid_set *set, ioasid_t id, bool (*getter)(void *))',
  'int ioasid_attach_data(ioasid_t id, void *data)',
  'void ioasid_detach_data(ioasid_t id)',
  'int ioasid_attach_spid(ioasid_t id, ioasid_t spid)',
  'void ioasid_detach_spid(ioasid_t id)',
  'ioasid_t ioasid_find_by_spid(struct ioasid_set *set, ioasid_t spid, bool get)',
  'int ioasid_register_notifier(struct ioasid_set *set, struct notifier_block *nb)',
  'void ioasid_unregister_notifier(struct ioasid_set *set, struct notifier_block *nb)',
  'int ioasid_register_notifier_mm(struct mm_struct *mm, struct notifier_block *nb)',
  'void ioasid_unregister_notifier_mm(struct mm_struct *mm, struct notifier_block *nb)',
  'bool ioasid_queue_work(struct work_struct *work)',
]);
