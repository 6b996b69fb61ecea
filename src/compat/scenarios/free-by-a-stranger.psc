psc 1
# A free through the wrong set: the old version does not look, the new one refuses.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  t = set.alloc mm=B quota=4
  p = alloc s 1..99
  q = alloc t 1..99
  bind d0 q guest=3 root=0x12345000
  unbind d0 q
  free t p
  set.free t
  set.free s
}
expect diverge free-by-stranger
