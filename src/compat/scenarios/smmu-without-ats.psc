psc 1
# A device without ATS: no device cache is told.
platform smmuv3
mm A
dev d0@iommu0
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  host.unbind b
}
expect parity
