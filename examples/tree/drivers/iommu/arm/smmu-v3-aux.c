// SPDX-License-Identifier: MIT
/* Auxiliary domains of SMMUv3: each takes an id from a set that only this file knows. */
#include <linux/ioasid.h>
#include <linux/mutex.h>
#include "smmu-v3.h"

/* Each master numbers its own contexts, so nobody looks this set up. */
static struct ioasid_set *aux_ids;
static DEFINE_MUTEX(aux_lock);
static int aux_users;

static int aux_ids_get(void)
{
	int ret = 0;

	mutex_lock(&aux_lock);
	if (!aux_users) {
		aux_ids = ioasid_alloc_set(NULL, SMMU_AUX_QUOTA);
		if (IS_ERR(aux_ids)) {
			ret = PTR_ERR(aux_ids);
			goto out;
		}
	}
	aux_users++;
out:
	mutex_unlock(&aux_lock);
	return ret;
}

static void aux_ids_put(void)
{
	mutex_lock(&aux_lock);
	if (--aux_users == 0)
		ioasid_free_set(aux_ids, true);
	mutex_unlock(&aux_lock);
}

int smmu_aux_attach(struct smmu_domain *domain, struct smmu_master *master)
{
	ioasid_t ssid;
	int ret;

	ret = aux_ids_get();
	if (ret)
		return ret;

	ssid = ioasid_alloc(aux_ids, 1, (1U << master->ssid_bits) - 1, domain);
	if (ssid == INVALID_IOASID) {
		ret = -ENOSPC;
		goto out_put;
	}
	ret = smmu_write_context(master, ssid, &domain->context);
	if (ret)
		goto out_free;
	domain->ssid = ssid;
	return 0;

out_free:
	ioasid_free(ssid);
out_put:
	aux_ids_put();
	return ret;
}

void smmu_aux_detach(struct smmu_domain *domain, struct smmu_master *master)
{
	smmu_write_context(master, domain->ssid, NULL);
	ioasid_free(domain->ssid);
	domain->ssid = INVALID_IOASID;
	aux_ids_put();
}
