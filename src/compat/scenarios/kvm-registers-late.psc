psc 1
# KVM registers on a set that exists and is empty.
platform vtd
mm A
dev d0@iommu0
actor vfio {
  v = vfio.open mm=A
}
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
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
