/** Macros and functions of the kernel at large whose meaning no header tells in C. */

/** The second argument is the type that the result points to. */
export const containers: ReadonlySet<string> = new Set([
  'container_of',
  'container_of_const',
  'container_of_safe',
  'list_entry',
  'list_entry_rcu',
  'list_entry_safe',
  'list_first_entry',
  'list_first_entry_or_null',
  'list_first_or_null_rcu',
  'list_last_entry',
  'hlist_entry',
  'hlist_entry_safe',
  'rb_entry',
  'rb_entry_safe',
]);

/** They answer with their first argument. */
export const transparent: ReadonlySet<string> = new Set([
  'READ_ONCE',
  'likely',
  'unlikely',
  'WARN_ON',
  'WARN_ON_ONCE',
  'WARN',
  'rcu_dereference',
  'rcu_dereference_check',
  'rcu_dereference_protected',
  'rcu_dereference_raw',
  'srcu_dereference',
  'rcu_access_pointer',
  'ERR_CAST',
]);

/** Tests of a pointer that can encode an error. */
export const errorTests: ReadonlySet<string> = new Set(['IS_ERR', 'IS_ERR_OR_NULL', 'IS_ERR_VALUE']);

/** Nonzero for a pointer that encodes an error. */
export const errorNumber = 'PTR_ERR_OR_ZERO';

/** Only makes sense for a pointer that encodes an error. */
export const errorReaders: ReadonlySet<string> = new Set(['PTR_ERR', 'ERR_CAST']);

/** Types of names that are macros, or declared where a small tree has no header. */
export const knownVariables: ReadonlyMap<string, string> = new Map([
  ['current', 'struct task_struct *'],
  ['init_mm', 'struct mm_struct'],
  ['init_task', 'struct task_struct'],
  ['jiffies', 'unsigned long'],
]);

export const knownMembers: ReadonlyMap<string, string> = new Map([
  ['task_struct.mm', 'struct mm_struct *'],
  ['task_struct.active_mm', 'struct mm_struct *'],
  ['vm_area_struct.vm_mm', 'struct mm_struct *'],
  ['mmu_notifier.mm', 'struct mm_struct *'],
  ['kvm.mm', 'struct mm_struct *'],
]);

export const knownResults: ReadonlyMap<string, string> = new Map([
  ['get_task_mm', 'struct mm_struct *'],
  ['mm_access', 'struct mm_struct *'],
  ['get_current', 'struct task_struct *'],
  ['get_pid_task', 'struct task_struct *'],
  ['find_get_task_by_vpid', 'struct task_struct *'],
  ['kzalloc', 'void *'],
  ['kmalloc', 'void *'],
  ['kcalloc', 'void *'],
  ['ERR_PTR', 'void *'],
  ['PTR_ERR', 'long'],
  ['PTR_ERR_OR_ZERO', 'int'],
]);

/** Calls that may sleep. With GFP_ATOMIC or GFP_NOWAIT an allocation does not. */
const sleepers = new RegExp(
  `^(?:${[
    'mutex_lock\\w*',
    'down(?:_read|_write|_interruptible|_killable)?',
    '(?:msleep|ssleep|usleep_range|fsleep)\\w*',
    'schedule(?:_timeout\\w*)?',
    'wait_(?:event|for_completion)\\w*',
    'might_sleep\\w*',
    'synchronize_(?:rcu|srcu|net|irq)\\w*',
    '(?:flush|drain|destroy)_work(?:queue)?\\w*',
    'cancel_(?:delayed_)?work_sync',
    'copy_(?:from|to)_user',
    'mmap_(?:read|write)_lock\\w*',
    'mmput',
    'kthread_stop',
    'free_irq',
    'vmalloc\\w*',
  ].join('|')})$`,
);
const allocators = /^(?:k[mzc]alloc\w*|kmem_cache_z?alloc|kvz?alloc|kmemdup|kstrdup|devm_k\w*alloc\w*)$/;

/** True when a call of this name with these argument texts may sleep. */
export function maySleep(name: string, args: readonly string[]): boolean {
  if (sleepers.test(name)) return true;
  return allocators.test(name) && !args.some((text) => /GFP_(?:ATOMIC|NOWAIT)/.test(text));
}

/** They do not come back. */
export const noReturn: ReadonlySet<string> = new Set(['BUG', 'panic', 'do_exit', 'unreachable']);
