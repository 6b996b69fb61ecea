psc 1
# An auxiliary domain comes back after it left: its PASID is free again.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor aux {
  h = host.open quota=16
  b = aux.attach d0
  aux.detach b
  c = aux.attach d0
  aux.detach c
}
expect parity
