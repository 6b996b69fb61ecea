psc 1
# Two guests in a given order: the second binds between the first one’s binding and unbinding.
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
schedule order "vfio vfio guest vfio guest guest vfio guest vfio guest"
expect parity
