psc 1
# The host’s set has room for one process: the second is refused and leaves nothing behind.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=1
  b = host.bind d0 mm=A
  c = host.bind d0 mm=B
  host.unbind b
}
expect parity
