// SPDX-License-Identifier: MIT
/* Work queues of an idxd device that a guest owns: guest PASIDs become host PASIDs here. */
#include <linux/idxd.h>
#include <linux/ioasid.h>
#include <linux/sched/mm.h>
#include "vdcm.h"

/* The set of the process that runs the guest, if somebody made one. */
static struct ioasid_set *vdcm_set(struct vdcm *vdcm)
{
	return ioasid_find_set_by_token(vdcm->mm);
}

static bool vdcm_owns(struct vdcm *vdcm, ioasid_t pasid)
{
	struct ioasid_set *set = ioasid_find_set(pasid);

	if (IS_ERR(set))
		return false;
	return (struct mm_struct *)set->token == vdcm->mm;
}

int vdcm_enable_wq(struct vdcm *vdcm, struct vdcm_wq *wq, ioasid_t pasid)
{
	struct ioasid_set *set = vdcm_set(vdcm);

	if (!set)
		return -ENXIO;
	if (!vdcm_owns(vdcm, pasid))
		return -EPERM;

	wq->pasid = pasid;
	return idxd_wq_program(wq->hw, pasid);
}

void vdcm_disable_wq(struct vdcm *vdcm, struct vdcm_wq *wq)
{
	idxd_wq_drain(wq->hw, wq->pasid);
	wq->pasid = INVALID_IOASID;
}

static int vdcm_event(struct notifier_block *nb, unsigned long event, void *data)
{
	struct vdcm *vdcm = container_of(nb, struct vdcm, nb);
	struct ioasid_nb_args *args = data;

	if (event != IOASID_FREE || args->set_token != vdcm->mm)
		return NOTIFY_DONE;
	vdcm_stop_users_of(vdcm, args->id);
	return NOTIFY_OK;
}

int vdcm_open(struct vdcm *vdcm)
{
	int ret;

	vdcm->mm = get_task_mm(current);
	if (!vdcm->mm)
		return -EINVAL;
	vdcm->nb.notifier_call = vdcm_event;
	ret = ioasid_add_notifier(&vdcm->nb);
	if (ret)
		mmput(vdcm->mm);
	return ret;
}

void vdcm_release(struct vdcm *vdcm)
{
	ioasid_remove_notifier(&vdcm->nb);
	mmput(vdcm->mm);
}
