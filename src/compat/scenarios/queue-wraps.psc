psc 1
# So many bindings that the invalidation queue wraps around.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
}
expect parity
