psc 1
# Unbinding an id that is not bound is refused and touches nothing.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  unbind d0 p
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  unbind d0 p
  free s p
  set.free s
}
expect parity
