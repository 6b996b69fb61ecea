psc 1
# There is no memory for the set of a compute process; the next attempt works.
platform amd
mm A B
dev d0@iommu0+ats d1@iommu0+ats
actor kfd {
  k = kfd.open mm=A !kmalloc.nth=1
  k = kfd.open mm=A
  b = kfd.bind k d0
  kfd.close k
}
expect parity
