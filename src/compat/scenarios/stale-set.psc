psc 1
# A set is used after it was freed: allocation and quota are refused.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  set.free s
  p = alloc s 1..9
  set.quota s 9
  t = set.alloc mm=B quota=4
  p = alloc t 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free t
}
expect parity
