psc 1
# The container closes while one PASID is bound on two devices.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=4 root=0x11000000
  vfio.bind v d1 p guest=4 root=0x11000000
  vfio.close v
}
actor worker {
  work
}
expect parity
