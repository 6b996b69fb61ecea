psc 1
# A set lives and dies; its ids leave the hardware before it does.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=8
  p = alloc s 1..99
  q = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  bind d0 q guest=4 root=0x12346000
  unbind d0 p
  unbind d0 q
  free s p
  set.free s
  t = set.alloc mm=A quota=8
  u = alloc t 1..99
  free t u
  set.free t
}
expect parity
