psc 1
# A process ends while it is bound; the later unbinding finds the entry gone.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  host.exit A
  host.unbind b
}
expect parity
