psc 1
# A process is bound to one device twice: the second bond only counts.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  c = host.bind d0 mm=A
  host.unbind b
  host.unbind c
}
expect parity
