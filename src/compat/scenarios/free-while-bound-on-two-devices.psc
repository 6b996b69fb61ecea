psc 1
# An id is freed while two devices are bound to it: both entries go.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..9
  bind d0 p guest=3 root=0x11000000
  bind d1 p guest=3 root=0x11000000
  free s p
  work
  set.free s
}
expect parity
