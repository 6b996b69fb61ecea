psc 1
# A capacity is installed while a set lives: logged and ignored, or refused.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  capacity 8
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect diverge capacity-refused
