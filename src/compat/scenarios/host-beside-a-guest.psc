psc 1
# The host binds a process beside a guest: PASIDs come from two sets of one space.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
}
actor host {
  b = host.bind d1 mm=B
}
actor vfio {
  vfio.bind v d0 p guest=5 root=0x11000000
}
actor host {
  host.unbind b
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
expect parity
