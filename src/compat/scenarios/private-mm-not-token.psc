psc 1
# An mm as the private data of an id is not the token of its set.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=none quota=4
  p = alloc.mm s 1..99 mm=A
  f = set.find mm=A
  q = alloc s 1..99
  bind d0 q guest=3 root=0x12345000
  unbind d0 q
  free s q
  free s p
  set.free s
}
expect parity
