psc 1
# The container closes while a PASID is bound: everything is torn down in the right order.
platform vtd
mm A
dev d0@iommu0+ats+pri
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x12345000
  vfio.bind v d0 q guest=8 root=0x12346000
  vfio.close v
  work
}
actor kvm {
  kvm.enqcmd k 7
  kvm.close k
}
expect parity
