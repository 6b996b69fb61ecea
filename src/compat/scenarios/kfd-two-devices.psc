psc 1
# A compute process uses two devices.
platform amd
mm A B
dev d0@iommu0+ats d1@iommu0+ats
actor kfd {
  k = kfd.open mm=A
  b = kfd.bind k d0
  c = kfd.bind k d1
  kfd.unbind c
  kfd.unbind b
  kfd.close k
}
expect parity
