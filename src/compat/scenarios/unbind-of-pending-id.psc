psc 1
# An unbinding comes between the free and the work that tears the entry down.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..9
  bind d0 p guest=3 root=0x11000000
  free s p
  unbind d0 p
  work
  set.free s
}
expect diverge late-use
