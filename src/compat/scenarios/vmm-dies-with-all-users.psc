psc 1
# The virtual machine monitor dies while PASIDs are in use: everything is torn down by its containers’ close.
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
actor vdcm {
  vdcm.enable w 7
  vdcm.close w
}
actor vfio {
  vfio.close v
}
actor worker {
  work
}
actor kvm {
  kvm.enqcmd k 7
  kvm.close k
}
expect parity
