psc 1
# A set under the same pointer as an mm, but of another kind: only the untyped look-up takes it for the process.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=any:A quota=4
  f = set.find mm=A
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect diverge lookup-wrong-kind
