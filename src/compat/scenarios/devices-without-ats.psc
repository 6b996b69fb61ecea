psc 1
# A device without ATS and PRI: no device-TLB invalidation and no drain.
platform vtd
mm A
dev d0@iommu0
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
}
expect parity
