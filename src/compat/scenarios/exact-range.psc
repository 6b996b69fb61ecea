psc 1
# A range of one id: the second request for it is refused until it is freed.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 7..7
  q = alloc s 7..7
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  q = alloc s 7..7
  set.free s
}
expect parity
