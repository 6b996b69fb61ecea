psc 1
# An auxiliary domain goes on a device under a PASID, and leaves it.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor aux {
  h = host.open quota=16
  b = aux.attach d0
  aux.detach b
}
expect parity
