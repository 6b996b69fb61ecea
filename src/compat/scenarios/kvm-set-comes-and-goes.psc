psc 1
# A virtual machine outlives the set of its process, and hears of the next one.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  vfio.close v
  w = vfio.open mm=A
  p = vfio.alloc w 1..0xfffff
  vfio.bind w d0 p guest=6 root=0x11000000
}
actor kvm {
  kvm.enqcmd k 6
}
actor vfio {
  vfio.unbind w d0 p
  vfio.close w
}
actor kvm {
  kvm.close k
}
expect parity
