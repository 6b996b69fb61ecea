psc 1
# Under caching mode a new entry is invalidated as well, because its absence may be cached.
platform vtd { caching_mode on }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
}
expect parity
