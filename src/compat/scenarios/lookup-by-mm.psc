psc 1
# The set of a process is found by its mm, and held while it is used.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  f = set.find mm=A
  p = alloc f 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free f p
  set.release f
  g = set.find mm=B
  set.free s
  h = set.find mm=A
}
expect parity
