psc 1
# A compute process gets a PASID under the driver’s own token, uses a device, and ends.
platform amd
mm A B
dev d0@iommu0+ats d1@iommu0+ats
actor kfd {
  k = kfd.open mm=A
  b = kfd.bind k d0
  kfd.unbind b
  kfd.close k
}
expect parity
