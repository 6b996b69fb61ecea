// SPDX-License-Identifier: MIT
/* PASIDs that a process asks for through its VFIO containers. */
#include <linux/slab.h>
#include "vfio_pasid.h"

#define VFIO_PASID_QUOTA 1000

static DEFINE_MUTEX(vfio_mm_lock);
static LIST_HEAD(vfio_mm_list);

struct vfio_mm *vfio_mm_get(struct mm_struct *mm)
{
	struct vfio_mm *vmm;

	mutex_lock(&vfio_mm_lock);
	list_for_each_entry(vmm, &vfio_mm_list, node) {
		if (vmm->mm == mm) {
			vmm->users++;
			goto out;
		}
	}

	vmm = kzalloc(sizeof(*vmm), GFP_KERNEL);
	if (!vmm) {
		vmm = ERR_PTR(-ENOMEM);
		goto out;
	}

	vmm->ioasids = ioasid_alloc_set((void *)mm, VFIO_PASID_QUOTA);
	if (IS_ERR(vmm->ioasids)) {
		struct ioasid_set *failed = vmm->ioasids;

		kfree(vmm);
		vmm = ERR_CAST(failed);
		goto out;
	}
	vmm->mm = mm;
	vmm->users = 1;
	mutex_init(&vmm->lock);
	list_add(&vmm->node, &vfio_mm_list);
out:
	mutex_unlock(&vfio_mm_lock);
	return vmm;
}

void vfio_mm_put(struct vfio_mm *vmm)
{
	mutex_lock(&vfio_mm_lock);
	if (--vmm->users == 0) {
		list_del(&vmm->node);
		ioasid_free_set(vmm->ioasids, true);
		kfree(vmm);
	}
	mutex_unlock(&vfio_mm_lock);
}

int vfio_pasid_request(struct vfio_mm *vmm, u32 min, u32 max)
{
	ioasid_t pasid;

	mutex_lock(&vmm->lock);
	pasid = ioasid_alloc(vmm->ioasids, min, max, NULL);
	mutex_unlock(&vmm->lock);
	if (pasid == INVALID_IOASID)
		return -ENOSPC;
	return pasid;
}

int vfio_pasid_release(struct vfio_mm *vmm, ioasid_t pasid)
{
	void *data;
	int ret = 0;

	mutex_lock(&vmm->lock);
	data = ioasid_find(vmm->ioasids, pasid, NULL);
	if (IS_ERR(data))
		ret = PTR_ERR(data);
	else
		ioasid_free(pasid);
	mutex_unlock(&vmm->lock);
	return ret;
}

/* Userspace names a range when it gives up many at once. */
void vfio_pasid_release_range(struct vfio_mm *vmm, u32 min, u32 max)
{
	u32 pasid;

	mutex_lock(&vmm->lock);
	for (pasid = min; pasid <= max; pasid++)
		ioasid_free(pasid);
	mutex_unlock(&vmm->lock);
}
