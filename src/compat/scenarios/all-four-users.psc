psc 1
# VFIO, VT-d, KVM and a mediated device meet on one PASID: the normal course with all of them.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vdcm {
  w = vdcm.open d1 mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
}
actor kvm {
  kvm.enqcmd k 7
}
actor vdcm {
  vdcm.enable w 7
  vdcm.disable w
}
actor vfio {
  vfio.unbind v d0 p
}
actor kvm {
  kvm.enqcmd k 7
}
actor vfio {
  vfio.free v p
  vfio.close v
}
actor vdcm {
  vdcm.close w
}
actor kvm {
  kvm.close k
}
expect parity
