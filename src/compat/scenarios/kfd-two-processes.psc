psc 1
# Two compute processes on one device: two PASIDs, two roots.
platform amd
mm A B
dev d0@iommu0+ats d1@iommu0+ats
actor kfd {
  k = kfd.open mm=A
  l = kfd.open mm=B
  b = kfd.bind k d0
  c = kfd.bind l d0
  kfd.unbind b
  kfd.unbind c
  kfd.close k
  kfd.close l
}
expect parity
