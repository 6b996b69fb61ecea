psc 1
# One object is an mm and a driver’s token at once; the sets stay apart.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  t = set.alloc token=own:kfd:A quota=4
  p = alloc s 1..9
  q = alloc t 1..9
  owner p mm=A
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
  set.free t
}
expect parity
