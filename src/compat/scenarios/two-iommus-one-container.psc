psc 1
# One container with devices behind two IOMMUs: each queue gets its own invalidations.
platform vtd { iommus 2 }
mm A
dev d0@iommu0+ats d1@iommu1+ats+pri
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.bind v d1 p guest=7 root=0x11000000
  vfio.unbind v d1 p
  vfio.unbind v d0 p
  vfio.close v
}
expect parity
