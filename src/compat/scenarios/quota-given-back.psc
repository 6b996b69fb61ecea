psc 1
# A freed set gives its quota back to the next one.
platform vtd { capacity off }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  capacity 10
  s = set.alloc mm=A quota=10
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
  t = set.alloc mm=B quota=10
  q = alloc t 1..99
  set.free t
}
expect parity
