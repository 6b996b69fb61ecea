psc 1
# The normal course of guest SVA: allocate, bind, translate, unbind, free, tear down.
platform vtd
mm A
dev d0@iommu0+ats+pri
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x12345000
}
actor kvm {
  kvm.enqcmd k 7
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
actor kvm {
  kvm.close k
}
expect parity
