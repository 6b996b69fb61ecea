psc 1
# Two processes open containers; each has a set of its own and neither frees the other’s PASID.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  w = vfio.open mm=B
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc w 1..0xfffff
  vfio.free v q
  vfio.bind w d0 q guest=4 root=0x11000000
  vfio.unbind w d0 q
  vfio.free w q
  vfio.free v p
  vfio.close w
  vfio.close v
}
expect parity
