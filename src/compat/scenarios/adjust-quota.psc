psc 1
# The quota of a set grows and shrinks; below its ids it may not go.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=8
  p = alloc s 1..99
  q = alloc s 1..99
  set.quota s 1
  set.quota s 2
  r = alloc s 1..99
  set.quota s 4
  r = alloc s 1..99
  bind d0 r guest=3 root=0x12345000
  unbind d0 r
  set.free s
}
expect parity
