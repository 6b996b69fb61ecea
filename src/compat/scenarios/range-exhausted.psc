psc 1
# Every id of the range is taken; the next request is refused though the quota has room.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=9
  p = alloc s 5..6
  q = alloc s 5..6
  r = alloc s 5..6
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  free s q
  set.free s
}
expect parity
