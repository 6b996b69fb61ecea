/* SPDX-License-Identifier: MIT */
#ifndef KVM_PASID_TABLE_H
#define KVM_PASID_TABLE_H

#include <linux/ioasid.h>
#include <linux/mm_types.h>
#include <linux/notifier.h>
#include <linux/spinlock.h>

#define KVM_PASID_SLOTS 512
#define KVM_PASID_VALID (1U << 31)

/* What the processor reads when the guest submits work under a guest PASID. */
struct kvm_pasid_table {
	struct mm_struct *mm;
	struct notifier_block nb;
	spinlock_t lock;
	u32 slot[KVM_PASID_SLOTS];
};

int kvm_pasid_table_init(struct kvm_pasid_table *table, struct mm_struct *mm);
void kvm_pasid_table_destroy(struct kvm_pasid_table *table);

#endif
