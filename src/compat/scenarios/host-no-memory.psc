psc 1
# There is no memory for the PASID of a process; the next attempt works.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A !kmalloc.nth=1
  b = host.bind d0 mm=A
  host.unbind b
}
expect parity
