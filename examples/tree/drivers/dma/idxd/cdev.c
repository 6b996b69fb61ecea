// SPDX-License-Identifier: MIT
/* The character device of idxd: a process opens a work queue and gets a PASID for it. */
#include <linux/fs.h>
#include <linux/idxd.h>
#include <linux/ioasid.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

struct idxd_user {
	struct mm_struct *mm;
	struct ioasid_set *set;
	ioasid_t pasid;
};

static int idxd_open(struct inode *inode, struct file *file)
{
	struct idxd_user *user = kzalloc(sizeof(*user), GFP_KERNEL);
	int ret = -EINVAL;

	if (!user)
		return -ENOMEM;
	user->mm = current->mm;
	if (!user->mm)
		goto out_free;

	user->set = ioasid_alloc_set(user->mm, 1);
	if (IS_ERR(user->set)) {
		ret = PTR_ERR(user->set);
		goto out_free;
	}
	user->pasid = ioasid_alloc(user->set, PASID_MIN, PASID_MAX - 1, user);
	if (user->pasid == INVALID_IOASID) {
		ret = -ENOSPC;
		goto out_set;
	}
	ret = idxd_bind_user(inode, user->pasid, user->mm);
	if (ret)
		goto out_pasid;
	file->private_data = user;
	return 0;

out_pasid:
	ioasid_free(user->pasid);
out_set:
	ioasid_free_set(user->set, true);
out_free:
	kfree(user);
	return ret;
}

static int idxd_release(struct inode *inode, struct file *file)
{
	struct idxd_user *user = file->private_data;

	idxd_unbind_user(inode, user->pasid);
	ioasid_free(user->pasid);
	ioasid_free_set(user->set, true);
	kfree(user);
	return 0;
}

const struct file_operations idxd_fops = {
	.open = idxd_open,
	.release = idxd_release,
};
