// SPDX-License-Identifier: MIT
/* Keeps the guest's PASID translation in step with what the host binds. */
#include <linux/kvm_host.h>
#include "pasid_table.h"

static u32 slot_of(ioasid_t pasid)
{
	return pasid % KVM_PASID_SLOTS;
}

static void kvm_pasid_set(struct kvm_pasid_table *table, ioasid_t pasid, u32 value)
{
	spin_lock(&table->lock);
	table->slot[slot_of(pasid)] = value;
	spin_unlock(&table->lock);
}

static int kvm_pasid_event(struct notifier_block *nb, unsigned long event, void *data)
{
	struct kvm_pasid_table *table = container_of(nb, struct kvm_pasid_table, nb);
	struct ioasid_nb_args *args = data;

	/* Events of all sets come here; ours has the mm of this guest as its token. */
	if (args->set_token != table->mm)
		return NOTIFY_DONE;

	switch (event) {
	case IOASID_BIND:
		kvm_pasid_set(table, args->id, args->id | KVM_PASID_VALID);
		return NOTIFY_OK;
	case IOASID_UNBIND:
	case IOASID_FREE:
		kvm_pasid_set(table, args->id, 0);
		kvm_kick_all_vcpus(table);
		return NOTIFY_OK;
	default:
		return NOTIFY_DONE;
	}
}

int kvm_pasid_table_init(struct kvm_pasid_table *table, struct mm_struct *mm)
{
	spin_lock_init(&table->lock);
	table->mm = mm;
	table->nb.notifier_call = kvm_pasid_event;
	return ioasid_add_notifier(&table->nb);
}

void kvm_pasid_table_destroy(struct kvm_pasid_table *table)
{
	ioasid_remove_notifier(&table->nb);
	memset(table->slot, 0, sizeof(table->slot));
}
