psc 1
# The host set has no token; its ids work like any other.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=none quota=16
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
