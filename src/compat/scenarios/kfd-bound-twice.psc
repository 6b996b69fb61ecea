psc 1
# A device is bound twice: the second is refused.
platform amd
mm A B
dev d0@iommu0+ats d1@iommu0+ats
actor kfd {
  k = kfd.open mm=A
  b = kfd.bind k d0
  c = kfd.bind k d0
  kfd.unbind b
  kfd.close k
}
expect parity
