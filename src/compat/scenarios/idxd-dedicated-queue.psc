psc 1
# A process opens a dedicated work queue; a second one finds it busy.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor idxd {
  h = host.open quota=16
  f = idxd.open d0 mm=A
  g = idxd.open d0 mm=B
  idxd.close f
  g = idxd.open d0 mm=B
  idxd.close g
}
expect parity
