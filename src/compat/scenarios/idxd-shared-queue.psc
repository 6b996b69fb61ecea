psc 1
# Two processes share a work queue, each under its own PASID.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor idxd {
  h = host.open quota=16
  f = idxd.open d0 mm=A mode=shared
  g = idxd.open d0 mm=B mode=shared
  idxd.close f
  idxd.close g
}
expect parity
