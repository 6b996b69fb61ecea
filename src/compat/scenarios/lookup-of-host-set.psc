psc 1
# The host’s set is looked for by the token that it has not: only an untyped look-up finds it.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc token=none quota=4
  f = set.find token=none
  p = alloc s 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect diverge lookup-wrong-kind
