psc 1
# A driver makes a second set for one token of its own kind: refused once the kind is stated.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc token=own:kfd:P quota=4
  t = set.alloc token=own:kfd:P quota=4
  p = alloc s 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect diverge second-set-for-mm
