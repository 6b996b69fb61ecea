/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IOASID_H
#define _LINUX_IOASID_H

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/notifier.h>
#include <linux/types.h>

#define INVALID_IOASID ((ioasid_t)-1)

typedef unsigned int ioasid_t;
typedef ioasid_t (*ioasid_alloc_fn_t)(ioasid_t min, ioasid_t max, void *data);
typedef void (*ioasid_free_fn_t)(ioasid_t ioasid, void *data);

/**
 * struct ioasid_set - ids that belong together
 * @token: whatever the creator passed; nobody but the creator knows what it is
 * @quota: how many ids the set may hold
 * @count: how many it holds
 * @id: number of the set
 */
struct ioasid_set {
	void *token;
	ioasid_t quota;
	ioasid_t count;
	int id;
};

/**
 * struct ioasid_allocator_ops - somebody else who hands out ids
 * @alloc: takes an id in a range
 * @free: gives one back
 * @pdata: passed to both
 */
struct ioasid_allocator_ops {
	ioasid_alloc_fn_t alloc;
	ioasid_free_fn_t free;
	void *pdata;
};

enum ioasid_notify_val {
	IOASID_ALLOC = 1,
	IOASID_FREE,
	IOASID_BIND,
	IOASID_UNBIND,
};

/**
 * struct ioasid_nb_args - what a notifier is told
 * @id: the id that the event is about
 * @set: its set
 * @set_token: the token of that set
 * @pdata: private data of the id
 */
struct ioasid_nb_args {
	ioasid_t id;
	struct ioasid_set *set;
	void *set_token;
	void *pdata;
};

#if IS_ENABLED(CONFIG_IOASID)
void ioasid_install_capacity(ioasid_t total);
struct ioasid_set *ioasid_alloc_set(void *token, ioasid_t quota);
struct ioasid_set *ioasid_alloc_system_set(ioasid_t quota);
void ioasid_free_set(struct ioasid_set *set, bool destroy);
int ioasid_adjust_set(struct ioasid_set *set, int quota);
struct ioasid_set *ioasid_find_set(ioasid_t id);
struct ioasid_set *ioasid_find_set_by_token(void *token);
ioasid_t ioasid_alloc(struct ioasid_set *set, ioasid_t min, ioasid_t max,
		      void *private);
void ioasid_free(ioasid_t id);
void *ioasid_find(struct ioasid_set *set, ioasid_t id,
		  bool (*getter)(void *));
int ioasid_attach_data(ioasid_t id, void *data);
int ioasid_register_allocator(struct ioasid_allocator_ops *allocator);
void ioasid_unregister_allocator(struct ioasid_allocator_ops *allocator);
int ioasid_add_notifier(struct notifier_block *nb);
void ioasid_remove_notifier(struct notifier_block *nb);
int ioasid_notify(ioasid_t id, enum ioasid_notify_val cmd);
#else /* !CONFIG_IOASID */
static inline void ioasid_install_capacity(ioasid_t total)
{
}

static inline struct ioasid_set *ioasid_alloc_set(void *token, ioasid_t quota)
{
	return ERR_PTR(-ENOTSUPP);
}

static inline struct ioasid_set *ioasid_alloc_system_set(ioasid_t quota)
{
	return ERR_PTR(-ENOTSUPP);
}

static inline void ioasid_free_set(struct ioasid_set *set, bool destroy)
{
}

static inline int ioasid_adjust_set(struct ioasid_set *set, int quota)
{
	return -ENOTSUPP;
}

static inline struct ioasid_set *ioasid_find_set(ioasid_t id)
{
	return ERR_PTR(-ENOTSUPP);
}

static inline struct ioasid_set *ioasid_find_set_by_token(void *token)
{
	return NULL;
}

static inline ioasid_t ioasid_alloc(struct ioasid_set *set, ioasid_t min,
				    ioasid_t max, void *private)
{
	return INVALID_IOASID;
}

static inline void ioasid_free(ioasid_t id)
{
}

static inline void *ioasid_find(struct ioasid_set *set, ioasid_t id,
				bool (*getter)(void *))
{
	return NULL;
}

static inline int ioasid_attach_data(ioasid_t id, void *data)
{
	return -ENOTSUPP;
}

static inline int ioasid_register_allocator(struct ioasid_allocator_ops *allocator)
{
	return -ENOTSUPP;
}

static inline void ioasid_unregister_allocator(struct ioasid_allocator_ops *allocator)
{
}

static inline int ioasid_add_notifier(struct notifier_block *nb)
{
	return -ENOTSUPP;
}

static inline void ioasid_remove_notifier(struct notifier_block *nb)
{
}

static inline int ioasid_notify(ioasid_t id, enum ioasid_notify_val cmd)
{
	return -ENOTSUPP;
}
#endif /* CONFIG_IOASID */

static inline bool pasid_valid(ioasid_t id)
{
	return id != INVALID_IOASID;
}

#endif /* _LINUX_IOASID_H */
