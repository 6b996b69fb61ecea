psc 1
# An allocation in a set with a listener changes nothing in hardware; the binding does.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  q = alloc s 1..99 data=x
  find s q
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
