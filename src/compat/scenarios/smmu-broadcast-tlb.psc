psc 1
# With broadcast TLB maintenance a process is bound the same way.
platform smmuv3 { btm on }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  host.exit A
  host.unbind b
}
expect parity
