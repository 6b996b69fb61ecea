psc 1
# Freed ids are given out again, lowest first, across sets.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=8
  t = set.alloc mm=B quota=8
  p = alloc s 1..99
  q = alloc t 1..99
  r = alloc s 1..99
  free t q
  free s p
  u = alloc t 1..99
  x = alloc s 1..99
  bind d0 u guest=3 root=0x11000000
  bind d0 x guest=4 root=0x12000000
  unbind d0 u
  unbind d0 x
  set.free s
  set.free t
}
expect parity
