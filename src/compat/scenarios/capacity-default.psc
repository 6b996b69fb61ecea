psc 1
# Without a capacity installed: the old core refuses every set, the new one starts with the PASID space.
platform vtd { capacity off }
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  capacity 100
  t = set.alloc mm=B quota=4
  p = alloc t 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free t p
  set.free t
}
expect diverge capacity-default
expect diverge capacity-refused
