psc 1
# The host binds a process to a device and lets go of it.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  host.unbind b
}
expect parity
