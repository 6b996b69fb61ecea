psc 1
# A set is given up while one of its ids is bound: the entry is torn down, then the id is free.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=8
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  set.free s
  work
  t = set.alloc mm=B quota=8
  q = alloc t 1..99
  free t q
  set.free t
}
expect parity
