psc 1
# A guest asks for more PASIDs than its process may have.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A quota=2
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc v 1..0xfffff
  r = vfio.alloc v 1..0xfffff
  vfio.bind v d0 q guest=1 root=0x11000000
  vfio.unbind v d0 q
  vfio.close v
}
expect parity
