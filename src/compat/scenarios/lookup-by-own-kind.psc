psc 1
# A set is found by a driver’s own kind of token.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc token=own:kfd:P quota=4
  f = set.find token=own:kfd:P
  p = alloc f 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.release f
  set.free s
}
expect parity
