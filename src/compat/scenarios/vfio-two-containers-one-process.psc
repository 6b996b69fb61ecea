psc 1
# Two containers of one process share its set: the second makes none, the last close ends it.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  w = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc w 1..0xfffff
  vfio.bind w d0 q guest=4 root=0x11000000
  vfio.unbind w d0 q
  vfio.close v
  vfio.free w q
  vfio.close w
}
expect parity
