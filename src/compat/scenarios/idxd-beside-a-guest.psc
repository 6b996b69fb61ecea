psc 1
# A work queue of the host beside a guest on another device.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor idxd {
  h = host.open quota=16
}
actor vfio {
  v = vfio.open mm=B
  p = vfio.alloc v 1..0xfffff
}
actor idxd {
  f = idxd.open d1 mm=A
}
actor vfio {
  vfio.bind v d0 p guest=5 root=0x11000000
  vfio.unbind v d0 p
}
actor idxd {
  idxd.close f
}
actor vfio {
  vfio.close v
}
expect parity
