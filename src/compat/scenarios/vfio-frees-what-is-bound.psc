psc 1
# A guest gives a PASID back without unbinding it: the entry is torn down by queued work.
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
  vfio.free v p
}
actor worker {
  work
}
actor kvm {
  kvm.enqcmd k 4
}
actor vfio {
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
