/* SPDX-License-Identifier: MIT */
#ifndef VFIO_PASID_H
#define VFIO_PASID_H

#include <linux/ioasid.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/mutex.h>

/* One per process that has containers. */
struct vfio_mm {
	struct mm_struct *mm;
	struct ioasid_set *ioasids;
	struct mutex lock;
	struct list_head node;
	int users;
};

struct vfio_mm *vfio_mm_get(struct mm_struct *mm);
void vfio_mm_put(struct vfio_mm *vmm);
int vfio_pasid_request(struct vfio_mm *vmm, u32 min, u32 max);
int vfio_pasid_release(struct vfio_mm *vmm, ioasid_t pasid);
void vfio_pasid_release_range(struct vfio_mm *vmm, u32 min, u32 max);

#endif
