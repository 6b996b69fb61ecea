psc 1
# Two guests use the same guest PASID; each translation leads to its own host PASID.
platform vtd { iommus 2 }
mm A B
dev d0@iommu0+ats+pri d1@iommu1+ats
actor kvm {
  k = kvm.open mm=A
  l = kvm.open mm=B
}
actor vfio {
  v = vfio.open mm=A
  w = vfio.open mm=B
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc w 1..0xfffff
  vfio.bind v d0 p guest=5 root=0x12345000
  vfio.bind w d1 q guest=5 root=0x22345000
}
actor kvm {
  kvm.enqcmd k 5
  kvm.enqcmd l 5
}
actor vfio {
  vfio.unbind v d0 p
}
actor kvm {
  kvm.enqcmd k 5
  kvm.enqcmd l 5
}
actor vfio {
  vfio.unbind w d1 q
  vfio.free w q
  vfio.free v p
  vfio.close v
  vfio.close w
}
actor kvm {
  kvm.close k
  kvm.close l
}
expect parity
