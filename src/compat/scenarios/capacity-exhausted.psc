psc 1
# The third set does not fit into what is left.
platform vtd { capacity off }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  capacity 8
  s = set.alloc mm=A quota=5
  t = set.alloc mm=B quota=4
  t = set.alloc mm=B quota=3
  p = alloc t 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
  set.free t
}
expect parity
