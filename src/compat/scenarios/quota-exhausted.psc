psc 1
# The third id of a set with quota 2 is refused, and is there again after a free.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=2
  p = alloc s 1..99
  q = alloc s 1..99
  r = alloc s 1..99
  bind d0 q guest=3 root=0x12345000
  unbind d0 q
  free s q
  u = alloc s 1..99
  free s u
  free s p
  set.free s
}
expect parity
