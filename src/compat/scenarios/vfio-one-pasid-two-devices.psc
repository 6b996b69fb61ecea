psc 1
# One PASID is bound on two devices; the first unbinding leaves the other alone.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=4 root=0x11000000
  vfio.bind v d1 p guest=4 root=0x11000000
  vfio.unbind v d0 p
}
actor kvm {
  kvm.enqcmd k 4
}
actor vfio {
  vfio.unbind v d1 p
}
actor kvm {
  kvm.enqcmd k 4
}
actor vfio {
  vfio.free v p
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
