psc 1
# A guest takes its PASIDs from the virtual command register; the host chooses them.
platform vtd { caching_mode on, vcmd on }
mm A
dev d0@iommu0
actor vcmd {
  vcmd.register d0
}
actor guest {
  s = set.alloc mm=A quota=8
  p = alloc s 1..0xffff
  q = alloc s 1..0xffff
  free s p
  free s q
  set.free s
}
actor vcmd {
  vcmd.unregister d0
}
expect parity
