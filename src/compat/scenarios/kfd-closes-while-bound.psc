psc 1
# A compute process ends while it uses a device.
platform amd
mm A B
dev d0@iommu0+ats d1@iommu0+ats
actor kfd {
  k = kfd.open mm=A
  b = kfd.bind k d0
  kfd.close k
}
expect parity
