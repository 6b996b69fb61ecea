psc 1
# A queue that is enabled without a guest PASID works under the default one.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vdcm {
  w = vdcm.open d1 mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=9 root=0x11000000
}
actor vdcm {
  vdcm.enable w 0
  vdcm.disable w
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor vdcm {
  vdcm.close w
}
expect parity
