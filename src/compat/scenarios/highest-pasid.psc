psc 1
# The highest PASID of 20 bits is bound.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 0xfffff..0xfffff
  bind d0 p guest=3 root=0x11000000
  unbind d0 p
  free s p
  set.free s
}
expect parity
