psc 1
# A set of quota 0: made and useless in the old version, refused in the new one.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=0
  t = set.alloc mm=B quota=1
  p = alloc t 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free t p
  set.free t
}
expect diverge quota-zero
