psc 1
# A set under a driver’s own token beside the set of an mm: ids are shared, owners are not.
platform amd
mm A B
dev d0@iommu0+ats d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
}
actor kfd {
  k = kfd.open mm=A
  b = kfd.bind k d0
}
actor vfio {
  q = alloc s 1..99
}
actor kfd {
  kfd.unbind b
  kfd.close k
}
actor vfio {
  set.free s
}
expect parity
