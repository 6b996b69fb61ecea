psc 1
# A process is bound behind two SMMUs.
platform smmuv3 { iommus 2 }
mm A
dev d0@iommu0+ats d1@iommu1+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  c = host.bind d1 mm=A
  host.unbind b
  host.unbind c
}
expect parity
