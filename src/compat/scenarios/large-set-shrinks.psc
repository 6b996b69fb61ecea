psc 1
# A large set shrinks though little is left: the posted code tested the quota, not its growth.
platform vtd { capacity off }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  capacity 100
  s = set.alloc mm=A quota=80
  set.quota s 50
  t = set.alloc mm=B quota=50
  set.quota s 51
  p = alloc t 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free t
  set.free s
}
expect parity
