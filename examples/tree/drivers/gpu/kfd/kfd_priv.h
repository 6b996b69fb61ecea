/* SPDX-License-Identifier: MIT */
#ifndef KFD_PRIV_H
#define KFD_PRIV_H

#include <linux/ioasid.h>
#include <linux/types.h>

struct kfd_process {
	void *mm_owner;
	struct ioasid_set *pasids;
	ioasid_t pasid;
	unsigned int queues;
};

bool kfd_process_get(void *process);
bool kfd_pasid_set_limit(unsigned int limit);
int kfd_process_take_pasid(struct kfd_process *process);
void kfd_process_give_pasid(struct kfd_process *process);
struct kfd_process *kfd_process_by_pasid(ioasid_t pasid);

#endif
