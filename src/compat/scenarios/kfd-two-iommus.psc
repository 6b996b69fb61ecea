psc 1
# Devices behind two IOMMUs: each is told on its own.
platform amd { iommus 2 }
mm A
dev d0@iommu0+ats d1@iommu1+ats
actor kfd {
  k = kfd.open mm=A
  b = kfd.bind k d0
  c = kfd.bind k d1
  kfd.unbind b
  kfd.unbind c
  kfd.close k
}
expect parity
