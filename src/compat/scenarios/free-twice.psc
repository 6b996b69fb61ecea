psc 1
# A second free of one id has no effect on hardware.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  free s p
  set.free s
}
expect diverge free-of-unknown-id
