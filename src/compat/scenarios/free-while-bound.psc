psc 1
# An id is freed while it is bound: the entry is torn down before the id is given out again.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  free s p
  work
  q = alloc s 1..99
  bind d0 q guest=4 root=0x12346000
  unbind d0 q
  free s q
  set.free s
}
expect parity
