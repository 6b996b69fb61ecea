psc 1
# Two auxiliary domains on one device.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor aux {
  h = host.open quota=16
  b = aux.attach d0 root=0x99990000
  c = aux.attach d0 root=0x99998000
  aux.detach b
  aux.detach c
}
expect parity
