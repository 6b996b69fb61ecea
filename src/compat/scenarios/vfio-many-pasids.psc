psc 1
# One container asks for several PASIDs, binds two of them and gives all back in another order.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc v 1..0xfffff
  r = vfio.alloc v 1..0xfffff
  vfio.bind v d0 q guest=1 root=0x11000000
  vfio.bind v d0 p guest=2 root=0x12000000
  vfio.unbind v d0 q
  vfio.free v q
  vfio.free v r
  vfio.unbind v d0 p
  vfio.free v p
  vfio.close v
}
expect parity
