psc 1
# A process closes its container and opens another: the old PASIDs are free again.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=4 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
  w = vfio.open mm=A
  q = vfio.alloc w 1..0xfffff
  vfio.bind w d0 q guest=5 root=0x12000000
  vfio.unbind w d0 q
  vfio.close w
}
expect parity
