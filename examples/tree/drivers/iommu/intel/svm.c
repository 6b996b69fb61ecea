// SPDX-License-Identifier: MIT
/* Shared virtual memory on VT-d: page tables of guests and of host processes. */
#include <linux/intel-svm.h>
#include <linux/ioasid.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct guest_bind {
	ioasid_t hpasid;
	ioasid_t gpasid;
	struct list_head devices;
};

struct bound_device {
	struct device *dev;
	struct list_head node;
};

static DEFINE_MUTEX(bind_lock);
static struct ioasid_set *host_pasids;

int intel_svm_init(void)
{
	host_pasids = ioasid_alloc_system_set(PID_MAX_DEFAULT);
	if (IS_ERR(host_pasids))
		return PTR_ERR(host_pasids);
	return 0;
}

static struct guest_bind *guest_bind_new(struct gpasid_bind_data *data)
{
	struct guest_bind *bind = kzalloc(sizeof(*bind), GFP_KERNEL);

	if (!bind)
		return ERR_PTR(-ENOMEM);
	bind->hpasid = data->hpasid;
	bind->gpasid = data->gpasid;
	INIT_LIST_HEAD(&bind->devices);
	return bind;
}

int intel_svm_bind_gpasid(struct device *dev, struct gpasid_bind_data *data)
{
	struct bound_device *bound;
	struct guest_bind *bind;
	int ret;

	if (data->hpasid == 0 || data->hpasid >= PASID_MAX)
		return -EINVAL;

	mutex_lock(&bind_lock);
	bind = ioasid_find(NULL, data->hpasid, NULL);
	if (IS_ERR(bind)) {
		ret = PTR_ERR(bind);
		goto out;
	}
	if (!bind) {
		bind = guest_bind_new(data);
		if (IS_ERR(bind)) {
			ret = PTR_ERR(bind);
			goto out;
		}
		ret = ioasid_attach_data(data->hpasid, bind);
		if (ret)
			goto out_free;
	}

	bound = kzalloc(sizeof(*bound), GFP_KERNEL);
	if (!bound) {
		ret = -ENOMEM;
		goto out_detach;
	}
	bound->dev = dev;
	ret = intel_pasid_setup_nested(dev, data);
	if (ret) {
		kfree(bound);
		goto out_detach;
	}
	list_add(&bound->node, &bind->devices);
	ret = ioasid_notify(data->hpasid, IOASID_BIND);
	goto out;

out_detach:
	if (!list_empty(&bind->devices))
		goto out;
	ioasid_attach_data(data->hpasid, NULL);
out_free:
	kfree(bind);
out:
	mutex_unlock(&bind_lock);
	return ret;
}

int intel_svm_unbind_gpasid(struct device *dev, ioasid_t pasid)
{
	struct bound_device *bound, *next;
	struct guest_bind *bind;

	mutex_lock(&bind_lock);
	bind = ioasid_find(NULL, pasid, NULL);
	if (IS_ERR_OR_NULL(bind)) {
		mutex_unlock(&bind_lock);
		return -EINVAL;
	}
	list_for_each_entry_safe(bound, next, &bind->devices, node) {
		if (bound->dev != dev)
			continue;
		list_del(&bound->node);
		intel_pasid_tear_down_entry(dev, pasid);
		intel_svm_drain(dev, pasid);
		kfree(bound);
	}
	if (list_empty(&bind->devices)) {
		ioasid_notify(pasid, IOASID_UNBIND);
		ioasid_attach_data(pasid, NULL);
		kfree(bind);
	}
	mutex_unlock(&bind_lock);
	return 0;
}

ioasid_t intel_svm_alloc_pasid(struct device *dev, struct mm_struct *mm)
{
	ioasid_t max = intel_pasid_max(dev) - 1;
	ioasid_t pasid;

	pasid = ioasid_alloc(host_pasids, PASID_MIN, max, mm);
	if (!pasid_valid(pasid))
		dev_err(dev, "no PASID is left for the host\n");
	return pasid;
}

void intel_svm_free_pasid(ioasid_t pasid)
{
	ioasid_free(pasid);
}
