psc 1
# An id that a user made up is bound, freed and read: every call refuses it.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..9
  bind d0 4000 guest=3 root=0x11000000
  find s 4000
  find.any 4000
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect parity
