psc 1
# Two guest PASIDs in one translation table; clearing one leaves the other.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=20 root=0x11000000
  vfio.bind v d0 q guest=21 root=0x12000000
}
actor kvm {
  kvm.enqcmd k 20
}
actor vfio {
  vfio.unbind v d0 p
}
actor kvm {
  kvm.enqcmd k 20
  kvm.enqcmd k 21
}
actor vfio {
  vfio.unbind v d0 q
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
