/* SPDX-License-Identifier: MIT */
#ifndef SMMU_V3_H
#define SMMU_V3_H

#include <linux/ioasid.h>
#include <linux/types.h>

#define SMMU_AUX_QUOTA 4096

struct smmu_context {
	u64 ttbr;
	u64 tcr;
	u16 asid;
};

struct smmu_domain {
	struct smmu_context context;
	ioasid_t ssid;
};

struct smmu_master {
	unsigned int ssid_bits;
	u64 *contexts;
};

int smmu_write_context(struct smmu_master *master, ioasid_t ssid,
		       const struct smmu_context *context);
int smmu_aux_attach(struct smmu_domain *domain, struct smmu_master *master);
void smmu_aux_detach(struct smmu_domain *domain, struct smmu_master *master);

#endif
