psc 1
# Two sets under one token of no particular kind: legal in both versions.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=any:T quota=4
  t = set.alloc token=any:T quota=4
  p = alloc s 1..99
  q = alloc t 1..99
  bind d0 q guest=3 root=0x12345000
  unbind d0 q
  free t q
  free s p
  set.free t
  set.free s
}
expect parity
