psc 1
# Private data is found through its own set, and through none.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  t = set.alloc mm=B quota=4
  q = alloc s 1..99 data=x
  find s q
  find t q
  find.any q
  find.any 77
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
  set.free t
}
expect parity
