psc 1
# A handler that acts on an event puts its work on a queue; the entry is gone before the id is given out again.
platform vtd
mm A
dev d0@iommu0+ats+pri
actor vdcm {
  w = vdcm.open d0 mm=A
}
actor vfio {
  s = set.alloc mm=A quota=8
  p = alloc s 1..99
  bind d0 p guest=7 root=0x12345000
}
actor vdcm {
  vdcm.enable w 7
  vdcm.disable w
}
actor vfio {
  free s p
  work
  q = alloc s 1..99
  free s q
  set.free s
}
actor vdcm {
  vdcm.close w
}
expect parity
