psc 1
# A driver’s own kind of token: a compute process owns a set beside the set of an mm.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=own:kfd:P quota=4
  t = set.alloc mm=A quota=4
  p = alloc s 1..99
  q = alloc t 1..99
  bind d0 p guest=3 root=0x12345000
  bind d0 q guest=4 root=0x12346000
  unbind d0 p
  unbind d0 q
  free s p
  free t q
  set.free s
  set.free t
}
expect parity
