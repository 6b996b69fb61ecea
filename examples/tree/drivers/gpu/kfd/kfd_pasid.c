// SPDX-License-Identifier: MIT
/* PASIDs of compute processes. A process of kfd outlives its mm, so it is the owner itself. */
#include <linux/ioasid.h>
#include <linux/mutex.h>
#include "kfd_priv.h"

#define KFD_PASID_BITS 16
#define KFD_PASID_QUOTA 16

static DEFINE_MUTEX(kfd_pasid_lock);
static unsigned int kfd_pasid_limit = 1U << KFD_PASID_BITS;
static bool kfd_pasid_used;

/* A device with fewer bits lowers the limit, as long as nobody has a PASID. */
bool kfd_pasid_set_limit(unsigned int limit)
{
	bool ok = true;

	mutex_lock(&kfd_pasid_lock);
	if (limit < kfd_pasid_limit) {
		if (kfd_pasid_used)
			ok = false;
		else
			kfd_pasid_limit = limit;
	}
	mutex_unlock(&kfd_pasid_lock);
	return ok;
}

int kfd_process_take_pasid(struct kfd_process *process)
{
	struct ioasid_set *set = ioasid_alloc_set(process, KFD_PASID_QUOTA);
	ioasid_t pasid;

	if (IS_ERR(set))
		return PTR_ERR(set);

	mutex_lock(&kfd_pasid_lock);
	pasid = ioasid_alloc(set, 1, kfd_pasid_limit - 1, process);
	if (pasid != INVALID_IOASID)
		kfd_pasid_used = true;
	mutex_unlock(&kfd_pasid_lock);
	if (pasid == INVALID_IOASID) {
		ioasid_free_set(set, true);
		return -ENOSPC;
	}
	process->pasids = set;
	process->pasid = pasid;
	return 0;
}

struct kfd_process *kfd_process_by_pasid(ioasid_t pasid)
{
	struct kfd_process *process = ioasid_find(NULL, pasid, kfd_process_get);

	return IS_ERR(process) ? NULL : process;
}

void kfd_process_give_pasid(struct kfd_process *process)
{
	ioasid_free(process->pasid);
	ioasid_free_set(process->pasids, true);
	process->pasid = 0;
}
