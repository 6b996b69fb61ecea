psc 1
# A set that takes all that is left: the posted code ran out of set numbers there.
platform vtd { capacity off }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  capacity 100
  s = set.alloc mm=A quota=60
  t = set.alloc mm=B quota=40
  p = alloc t 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free t
  set.free s
}
expect parity
