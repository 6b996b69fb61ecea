psc 1
# KVM registers before the set of its process exists, and hears of the binding all the same.
platform vtd
mm A
dev d0@iommu0
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=9 root=0x12345000
}
actor kvm {
  kvm.enqcmd k 9
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
