psc 1
# The process behind a compute process exits first; the roots go once.
platform amd
mm A B
dev d0@iommu0+ats d1@iommu0+ats
actor kfd {
  k = kfd.open mm=A
  b = kfd.bind k d0
}
actor host {
  host.exit A
}
actor kfd {
  kfd.unbind b
  kfd.close k
}
expect parity
