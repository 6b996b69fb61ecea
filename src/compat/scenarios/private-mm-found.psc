psc 1
# An mm that is private data is found as private data.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc token=none quota=4
  q = alloc.mm s 1..9 mm=A
  find s q
  p = alloc s 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect parity
