psc 1
# A range that ends before it begins is refused.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  q = alloc s 9..8
  p = alloc s 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect parity
