psc 1
# A mediated device is told a guest PASID that leads nowhere.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vdcm {
  w = vdcm.open d1 mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
}
actor vdcm {
  vdcm.enable w 9
}
actor vfio {
  vfio.bind v d0 p guest=9 root=0x11000000
}
actor vdcm {
  vdcm.enable w 10
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor vdcm {
  vdcm.close w
}
expect parity
