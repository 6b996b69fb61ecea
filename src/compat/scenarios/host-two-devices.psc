psc 1
# A process is bound to two devices under one PASID.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  c = host.bind d1 mm=A
  host.unbind c
  host.unbind b
}
expect parity
