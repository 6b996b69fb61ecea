psc 1
# The set of a process is given up; a look-up finds nothing, and a new set may be made.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  set.free s
  f = set.find mm=A
  t = set.alloc mm=A quota=4
  p = alloc t 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free t
}
expect parity
