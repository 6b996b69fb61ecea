psc 1
# An unbinding comes after the id was freed and its entry torn down.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..9
  bind d0 p guest=3 root=0x11000000
  free s p
  work
  unbind d0 p
  set.free s
}
expect parity
