psc 1
# Id 0 is handed out where the range allows it, and no guest table is bound under it.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  z = alloc s 0..0
  p = alloc s 0..9
  bind d0 z guest=3 root=0x11000000
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s z
  set.free s
}
expect parity
