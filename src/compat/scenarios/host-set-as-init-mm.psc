psc 1
# The host’s set under init_mm: the same effects as without a token.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16 token=init_mm
  b = host.bind d0 mm=A
  host.unbind b
}
expect parity
