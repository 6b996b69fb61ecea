psc 1
# A virtual machine of another process hears nothing of the binding.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=B
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=5 root=0x11000000
}
actor kvm {
  kvm.enqcmd k 5
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
