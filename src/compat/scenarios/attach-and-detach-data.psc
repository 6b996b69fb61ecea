psc 1
# Private data is put on an id, replaced, and taken away.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  data p x
  find s p
  data p y
  find s p
  data p none
  find s p
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
