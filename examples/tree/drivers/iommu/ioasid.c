// SPDX-License-Identifier: MIT
/*
 * Hands out I/O address space ids and remembers which set each belongs to.
 * The example keeps two tables and one lock; custom allocators are left out.
 */
#include <linux/idr.h>
#include <linux/ioasid.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct id_record {
	ioasid_t id;
	struct ioasid_set *set;
	void *private;
};

static DEFINE_MUTEX(table_lock);
static DEFINE_IDR(id_table);
static DEFINE_IDR(set_table);
static BLOCKING_NOTIFIER_HEAD(event_chain);

static ioasid_t capacity;
static ioasid_t unclaimed;

/**
 * ioasid_install_capacity() - say how many ids there are
 * @total: number of ids, once for all
 */
void ioasid_install_capacity(ioasid_t total)
{
	mutex_lock(&table_lock);
	if (capacity) {
		pr_warn("ioasid: capacity is %u already\n", capacity);
	} else {
		capacity = total;
		unclaimed = total;
	}
	mutex_unlock(&table_lock);
}
EXPORT_SYMBOL_GPL(ioasid_install_capacity);

/**
 * ioasid_alloc_set() - make a set
 * @token: whatever the caller wants to find the set by
 * @quota: how many ids the set may hold
 *
 * Return: the set, or an error pointer.
 */
struct ioasid_set *ioasid_alloc_set(void *token, ioasid_t quota)
{
	struct ioasid_set *set;
	int id;

	set = kzalloc(sizeof(*set), GFP_KERNEL);
	if (!set)
		return ERR_PTR(-ENOMEM);

	mutex_lock(&table_lock);
	if (quota > unclaimed) {
		id = -ENOSPC;
		goto out_unlock;
	}
	id = idr_alloc(&set_table, set, 0, 0, GFP_KERNEL);
	if (id < 0)
		goto out_unlock;
	set->token = token;
	set->quota = quota;
	set->id = id;
	unclaimed -= quota;
	mutex_unlock(&table_lock);
	return set;

out_unlock:
	mutex_unlock(&table_lock);
	kfree(set);
	return ERR_PTR(id);
}
EXPORT_SYMBOL_GPL(ioasid_alloc_set);

static int host_token;

/**
 * ioasid_alloc_system_set() - make the set of the host itself
 * @quota: how many ids the host may hold
 *
 * Return: the set, or an error pointer.
 */
struct ioasid_set *ioasid_alloc_system_set(ioasid_t quota)
{
	return ioasid_alloc_set(&host_token, quota);
}
EXPORT_SYMBOL_GPL(ioasid_alloc_system_set);

static void forget(struct id_record *record)
{
	struct ioasid_nb_args args = {
		.id = record->id,
		.set = record->set,
		.set_token = record->set->token,
		.pdata = record->private,
	};

	blocking_notifier_call_chain(&event_chain, IOASID_FREE, &args);
	idr_remove(&id_table, record->id);
	record->set->count--;
	kfree(record);
}

/**
 * ioasid_free_set() - free every id of a set
 * @set: the set
 * @destroy: free the set too, and give its quota back
 */
void ioasid_free_set(struct ioasid_set *set, bool destroy)
{
	struct id_record *record;
	int id;

	mutex_lock(&table_lock);
	idr_for_each_entry(&id_table, record, id) {
		if (record->set == set)
			forget(record);
	}
	if (destroy) {
		unclaimed += set->quota;
		idr_remove(&set_table, set->id);
		kfree(set);
	}
	mutex_unlock(&table_lock);
}
EXPORT_SYMBOL_GPL(ioasid_free_set);

/**
 * ioasid_adjust_set() - change the quota of a set
 * @set: the set
 * @quota: its new quota
 *
 * Return: 0, -EINVAL if the set holds more, -ENOSPC if there is not enough.
 */
int ioasid_adjust_set(struct ioasid_set *set, int quota)
{
	int ret = 0;

	mutex_lock(&table_lock);
	if (quota < 0 || set->count > quota) {
		ret = -EINVAL;
	} else if (quota >= unclaimed) {
		ret = -ENOSPC;
	} else {
		unclaimed += set->quota - quota;
		set->quota = quota;
	}
	mutex_unlock(&table_lock);
	return ret;
}
EXPORT_SYMBOL_GPL(ioasid_adjust_set);

/**
 * ioasid_find_set() - the set that an id belongs to
 * @id: the id
 *
 * Return: the set, or an error pointer for an unknown id.
 */
struct ioasid_set *ioasid_find_set(ioasid_t id)
{
	struct id_record *record;
	struct ioasid_set *set;

	mutex_lock(&table_lock);
	record = idr_find(&id_table, id);
	set = record ? record->set : ERR_PTR(-ENOENT);
	mutex_unlock(&table_lock);
	return set;
}
EXPORT_SYMBOL_GPL(ioasid_find_set);

/**
 * ioasid_find_set_by_token() - the first set that was made with a token
 * @token: the pointer to compare with
 *
 * Return: the set or NULL. Two users may have used one pointer for two things.
 */
struct ioasid_set *ioasid_find_set_by_token(void *token)
{
	struct ioasid_set *set;
	int id;

	mutex_lock(&table_lock);
	idr_for_each_entry(&set_table, set, id) {
		if (set->token == token)
			break;
	}
	mutex_unlock(&table_lock);
	return set;
}
EXPORT_SYMBOL_GPL(ioasid_find_set_by_token);

/**
 * ioasid_alloc() - take an id
 * @set: the set that it shall belong to
 * @min: lowest id that will do
 * @max: highest id that will do
 * @private: data that ioasid_find() returns
 *
 * Return: the id, or INVALID_IOASID.
 */
ioasid_t ioasid_alloc(struct ioasid_set *set, ioasid_t min, ioasid_t max,
		      void *private)
{
	struct id_record *record;
	int id = -ENOSPC;

	record = kzalloc(sizeof(*record), GFP_KERNEL);
	if (!record)
		return INVALID_IOASID;

	mutex_lock(&table_lock);
	if (set->count < set->quota)
		id = idr_alloc(&id_table, record, min, max + 1, GFP_KERNEL);
	if (id < 0) {
		mutex_unlock(&table_lock);
		kfree(record);
		return INVALID_IOASID;
	}
	record->id = id;
	record->set = set;
	record->private = private;
	set->count++;
	mutex_unlock(&table_lock);
	return id;
}
EXPORT_SYMBOL_GPL(ioasid_alloc);

/**
 * ioasid_free() - give an id back, whoever took it
 * @id: the id
 */
void ioasid_free(ioasid_t id)
{
	struct id_record *record;

	mutex_lock(&table_lock);
	record = idr_find(&id_table, id);
	if (record)
		forget(record);
	else
		pr_err("ioasid: %u is not in use\n", id);
	mutex_unlock(&table_lock);
}
EXPORT_SYMBOL_GPL(ioasid_free);

/**
 * ioasid_find() - private data of an id
 * @set: the set that the id has to belong to, or NULL for any
 * @id: the id
 * @getter: takes a reference on the data, may be NULL
 *
 * Return: the data, NULL for none, or an error pointer.
 */
void *ioasid_find(struct ioasid_set *set, ioasid_t id,
		  bool (*getter)(void *))
{
	struct id_record *record;
	void *data;

	rcu_read_lock();
	record = idr_find(&id_table, id);
	if (!record)
		data = ERR_PTR(-ENOENT);
	else if (set && record->set != set)
		data = ERR_PTR(-EACCES);
	else
		data = record->private;
	if (!IS_ERR(data) && getter && !getter(data))
		data = NULL;
	rcu_read_unlock();
	return data;
}
EXPORT_SYMBOL_GPL(ioasid_find);

/**
 * ioasid_attach_data() - replace the private data of an id
 * @id: the id
 * @data: new data; NULL clears
 *
 * Return: 0, or -ENOENT.
 */
int ioasid_attach_data(ioasid_t id, void *data)
{
	struct id_record *record;

	mutex_lock(&table_lock);
	record = idr_find(&id_table, id);
	if (record)
		record->private = data;
	mutex_unlock(&table_lock);
	synchronize_rcu();
	return record ? 0 : -ENOENT;
}
EXPORT_SYMBOL_GPL(ioasid_attach_data);

int ioasid_add_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_register(&event_chain, nb);
}
EXPORT_SYMBOL_GPL(ioasid_add_notifier);

void ioasid_remove_notifier(struct notifier_block *nb)
{
	blocking_notifier_chain_unregister(&event_chain, nb);
}
EXPORT_SYMBOL_GPL(ioasid_remove_notifier);

/**
 * ioasid_notify() - tell the users of an id what happened to it
 * @id: the id
 * @cmd: what happened
 *
 * Return: 0 or the error of a notifier, -EINVAL for an unknown id.
 */
int ioasid_notify(ioasid_t id, enum ioasid_notify_val cmd)
{
	struct ioasid_nb_args args = { .id = id };
	struct id_record *record;
	int ret = -EINVAL;

	mutex_lock(&table_lock);
	record = idr_find(&id_table, id);
	if (record) {
		args.set = record->set;
		args.set_token = record->set->token;
		args.pdata = record->private;
		ret = notifier_to_errno(blocking_notifier_call_chain(&event_chain,
								     cmd, &args));
	}
	mutex_unlock(&table_lock);
	return ret;
}
EXPORT_SYMBOL_GPL(ioasid_notify);

int ioasid_register_allocator(struct ioasid_allocator_ops *allocator)
{
	return -EOPNOTSUPP;
}
EXPORT_SYMBOL_GPL(ioasid_register_allocator);

void ioasid_unregister_allocator(struct ioasid_allocator_ops *allocator)
{
}
EXPORT_SYMBOL_GPL(ioasid_unregister_allocator);

MODULE_LICENSE("Dual MIT/GPL");
