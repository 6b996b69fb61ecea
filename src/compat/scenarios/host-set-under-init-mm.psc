psc 1
# The host set is made under init_mm, as was first proposed: the same effects, a worse name.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=init_mm quota=16
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
