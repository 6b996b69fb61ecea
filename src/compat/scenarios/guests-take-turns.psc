psc 1
# Two guests on two devices take turns step by step.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
}
actor guest {
  w = vfio.open mm=B
  q = vfio.alloc w 1..0xfffff
  vfio.bind w d1 q guest=7 root=0x12000000
  vfio.unbind w d1 q
  vfio.close w
}
schedule rr
expect parity
