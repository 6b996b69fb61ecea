psc 1
# An auxiliary domain beside a bound process on one device.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
}
actor aux {
  c = aux.attach d0
}
actor host {
  host.unbind b
}
actor aux {
  aux.detach c
}
expect parity
