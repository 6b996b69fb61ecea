/* SPDX-License-Identifier: MIT */
#ifndef VDCM_H
#define VDCM_H

#include <linux/ioasid.h>
#include <linux/mm_types.h>
#include <linux/notifier.h>

struct idxd_wq;

struct vdcm_wq {
	struct idxd_wq *hw;
	ioasid_t pasid;
};

struct vdcm {
	struct mm_struct *mm;
	struct notifier_block nb;
	struct vdcm_wq wq[2];
};

int vdcm_open(struct vdcm *vdcm);
void vdcm_release(struct vdcm *vdcm);
int vdcm_enable_wq(struct vdcm *vdcm, struct vdcm_wq *wq, ioasid_t pasid);
void vdcm_disable_wq(struct vdcm *vdcm, struct vdcm_wq *wq);
void vdcm_stop_users_of(struct vdcm *vdcm, ioasid_t pasid);

#endif
