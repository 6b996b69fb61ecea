psc 1
# A device is bound to one PASID twice: the second is refused and leaves no trace.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
