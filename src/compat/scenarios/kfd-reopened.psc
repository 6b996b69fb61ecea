psc 1
# A compute process ends and another one gets its PASID.
platform amd
mm A B
dev d0@iommu0+ats d1@iommu0+ats
actor kfd {
  k = kfd.open mm=A
  b = kfd.bind k d0
  kfd.unbind b
  kfd.close k
  l = kfd.open mm=B
  c = kfd.bind l d0
  kfd.unbind c
  kfd.close l
}
expect parity
