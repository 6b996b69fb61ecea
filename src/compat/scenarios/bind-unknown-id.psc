psc 1
# Binding an id that nobody allocated is refused before hardware is touched.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  bind d0 500 guest=3 root=0x12345000
  bind d0 0 guest=3 root=0x12345000
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
