psc 1
# The process behind an open work queue ends; the file is closed later.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor idxd {
  h = host.open quota=16
  f = idxd.open d0 mm=A
}
actor host {
  host.exit A
}
actor idxd {
  idxd.close f
}
expect parity
