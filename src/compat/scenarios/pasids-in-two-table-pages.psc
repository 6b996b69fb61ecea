psc 1
# Two PASIDs whose entries lie in different table pages.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..63
  q = alloc s 64..127
  bind d0 p guest=3 root=0x11000000
  bind d0 q guest=4 root=0x12000000
  unbind d0 q
  unbind d0 p
  set.free s
}
expect parity
