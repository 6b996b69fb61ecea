psc 1
# A guest PASID with bit 19 set goes through the high directory.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=0x80401 root=0x11000000
}
actor kvm {
  kvm.enqcmd k 0x80401
  kvm.enqcmd k 0x401
}
actor vfio {
  vfio.unbind v d0 p
}
actor kvm {
  kvm.enqcmd k 0x80401
}
actor vfio {
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
