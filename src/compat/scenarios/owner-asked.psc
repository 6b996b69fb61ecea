psc 1
# Whose id is it: the owner is told yes, a stranger no.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  t = set.alloc mm=B quota=4
  p = alloc s 1..99
  owner p mm=A
  owner p mm=B
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
  set.free t
}
expect parity
