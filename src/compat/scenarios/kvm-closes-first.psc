psc 1
# The virtual machine goes away while a PASID is bound; the unbinding finds nobody to tell.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=5 root=0x11000000
}
actor kvm {
  kvm.close k
}
actor vfio {
  vfio.unbind v d0 p
  vfio.free v p
  vfio.close v
}
expect parity
