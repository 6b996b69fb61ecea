// Written by npm run docs from the .psc files beside it.
export const scenarioTexts = {
  'adjust-quota': `psc 1
# The quota of a set grows and shrinks; below its ids it may not go.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=8
  p = alloc s 1..99
  q = alloc s 1..99
  set.quota s 1
  set.quota s 2
  r = alloc s 1..99
  set.quota s 4
  r = alloc s 1..99
  bind d0 r guest=3 root=0x12345000
  unbind d0 r
  set.free s
}
expect parity
`,
  'all-four-users': `psc 1
# VFIO, VT-d, KVM and a mediated device meet on one PASID: the normal course with all of them.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vdcm {
  w = vdcm.open d1 mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
}
actor kvm {
  kvm.enqcmd k 7
}
actor vdcm {
  vdcm.enable w 7
  vdcm.disable w
}
actor vfio {
  vfio.unbind v d0 p
}
actor kvm {
  kvm.enqcmd k 7
}
actor vfio {
  vfio.free v p
  vfio.close v
}
actor vdcm {
  vdcm.close w
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'alloc-event': `psc 1
# An allocation in a set with a listener changes nothing in hardware; the binding does.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  q = alloc s 1..99 data=x
  find s q
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
`,
  'attach-and-detach-data': `psc 1
# Private data is put on an id, replaced, and taken away.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  data p x
  find s p
  data p y
  find s p
  data p none
  find s p
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
`,
  'aux-again': `psc 1
# An auxiliary domain comes back after it left: its PASID is free again.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor aux {
  h = host.open quota=16
  b = aux.attach d0
  aux.detach b
  c = aux.attach d0
  aux.detach c
}
expect parity
`,
  'aux-beside-a-process': `psc 1
# An auxiliary domain beside a bound process on one device.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
}
actor aux {
  c = aux.attach d0
}
actor host {
  host.unbind b
}
actor aux {
  aux.detach c
}
expect parity
`,
  'aux-domain-alone': `psc 1
# An auxiliary domain goes on a device under a PASID, and leaves it.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor aux {
  h = host.open quota=16
  b = aux.attach d0
  aux.detach b
}
expect parity
`,
  'aux-two-domains': `psc 1
# Two auxiliary domains on one device.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor aux {
  h = host.open quota=16
  b = aux.attach d0 root=0x99990000
  c = aux.attach d0 root=0x99998000
  aux.detach b
  aux.detach c
}
expect parity
`,
  'bind-on-two-devices-unbind-wrong': `psc 1
# Unbinding on the device that has nothing bound leaves the other alone.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..9
  bind d0 p guest=3 root=0x11000000
  unbind d1 p
  unbind d0 p
  set.free s
}
expect parity
`,
  'bind-twice': `psc 1
# A device is bound to one PASID twice: the second is refused and leaves no trace.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
`,
  'bind-unknown-id': `psc 1
# Binding an id that nobody allocated is refused before hardware is touched.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  bind d0 500 guest=3 root=0x12345000
  bind d0 0 guest=3 root=0x12345000
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
`,
  'caching-mode': `psc 1
# Under caching mode a new entry is invalidated as well, because its absence may be cached.
platform vtd { caching_mode on }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
}
expect parity
`,
  'capacity-default': `psc 1
# Without a capacity installed: the old core refuses every set, the new one starts with the PASID space.
platform vtd { capacity off }
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  capacity 100
  t = set.alloc mm=B quota=4
  p = alloc t 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free t p
  set.free t
}
expect diverge capacity-default
expect diverge capacity-refused
`,
  'capacity-exhausted': `psc 1
# The third set does not fit into what is left.
platform vtd { capacity off }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  capacity 8
  s = set.alloc mm=A quota=5
  t = set.alloc mm=B quota=4
  t = set.alloc mm=B quota=3
  p = alloc t 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
  set.free t
}
expect parity
`,
  'capacity-installed-late': `psc 1
# A capacity is installed while a set lives: logged and ignored, or refused.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  capacity 8
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect diverge capacity-refused
`,
  'devices-without-ats': `psc 1
# A device without ATS and PRI: no device-TLB invalidation and no drain.
platform vtd
mm A
dev d0@iommu0
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
}
expect parity
`,
  'empty-range': `psc 1
# A range that ends before it begins is refused.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  q = alloc s 9..8
  p = alloc s 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect parity
`,
  'exact-range': `psc 1
# A range of one id: the second request for it is refused until it is freed.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 7..7
  q = alloc s 7..7
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  q = alloc s 7..7
  set.free s
}
expect parity
`,
  'find-and-ownership': `psc 1
# Private data is found through its own set, and through none.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  t = set.alloc mm=B quota=4
  q = alloc s 1..99 data=x
  find s q
  find t q
  find.any q
  find.any 77
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
  set.free t
}
expect parity
`,
  'free-by-a-stranger': `psc 1
# A free through the wrong set: the old version does not look, the new one refuses.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  t = set.alloc mm=B quota=4
  p = alloc s 1..99
  q = alloc t 1..99
  bind d0 q guest=3 root=0x12345000
  unbind d0 q
  free t p
  set.free t
  set.free s
}
expect diverge free-by-stranger
`,
  'free-twice': `psc 1
# A second free of one id has no effect on hardware.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  free s p
  set.free s
}
expect diverge free-of-unknown-id
`,
  'free-while-bound-on-two-devices': `psc 1
# An id is freed while two devices are bound to it: both entries go.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..9
  bind d0 p guest=3 root=0x11000000
  bind d1 p guest=3 root=0x11000000
  free s p
  work
  set.free s
}
expect parity
`,
  'free-while-bound': `psc 1
# An id is freed while it is bound: the entry is torn down before the id is given out again.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  free s p
  work
  q = alloc s 1..99
  bind d0 q guest=4 root=0x12346000
  unbind d0 q
  free s q
  set.free s
}
expect parity
`,
  'guest-sva-normal': `psc 1
# The normal course of guest SVA: allocate, bind, translate, unbind, free, tear down.
platform vtd
mm A
dev d0@iommu0+ats+pri
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x12345000
}
actor kvm {
  kvm.enqcmd k 7
}
actor vfio {
  vfio.unbind v d0 p
}
actor kvm {
  kvm.enqcmd k 7
}
actor vfio {
  vfio.free v p
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'guest-sva-teardown-all': `psc 1
# The container closes while a PASID is bound: everything is torn down in the right order.
platform vtd
mm A
dev d0@iommu0+ats+pri
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x12345000
  vfio.bind v d0 q guest=8 root=0x12346000
  vfio.close v
  work
}
actor kvm {
  kvm.enqcmd k 7
  kvm.close k
}
expect parity
`,
  'guest-vcmd-allocator': `psc 1
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
`,
  'guests-in-given-order': `psc 1
# Two guests in a given order: the second binds between the first one’s binding and unbinding.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
}
actor guest {
  w = vfio.open mm=B
  q = vfio.alloc w 1..0xfffff
  vfio.bind w d1 q guest=7 root=0x12000000
  vfio.unbind w d1 q
  vfio.close w
}
schedule order "vfio vfio guest vfio guest guest vfio guest vfio guest"
expect parity
`,
  'guests-take-turns': `psc 1
# Two guests on two devices take turns step by step.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
}
actor guest {
  w = vfio.open mm=B
  q = vfio.alloc w 1..0xfffff
  vfio.bind w d1 q guest=7 root=0x12000000
  vfio.unbind w d1 q
  vfio.close w
}
schedule rr
expect parity
`,
  'handler-calls-back': `psc 1
# A handler that acts on an event puts its work on a queue; the entry is gone before the id is given out again.
platform vtd
mm A
dev d0@iommu0+ats+pri
actor vdcm {
  w = vdcm.open d0 mm=A
}
actor vfio {
  s = set.alloc mm=A quota=8
  p = alloc s 1..99
  bind d0 p guest=7 root=0x12345000
}
actor vdcm {
  vdcm.enable w 7
  vdcm.disable w
}
actor vfio {
  free s p
  work
  q = alloc s 1..99
  free s q
  set.free s
}
actor vdcm {
  vdcm.close w
}
expect parity
`,
  'highest-pasid': `psc 1
# The highest PASID of 20 bits is bound.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 0xfffff..0xfffff
  bind d0 p guest=3 root=0x11000000
  unbind d0 p
  free s p
  set.free s
}
expect parity
`,
  'host-beside-a-guest': `psc 1
# The host binds a process beside a guest: PASIDs come from two sets of one space.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
}
actor host {
  b = host.bind d1 mm=B
}
actor vfio {
  vfio.bind v d0 p guest=5 root=0x11000000
}
actor host {
  host.unbind b
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
expect parity
`,
  'host-binds-a-process': `psc 1
# The host binds a process to a device and lets go of it.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  host.unbind b
}
expect parity
`,
  'host-binds-twice': `psc 1
# A process is bound to one device twice: the second bond only counts.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  c = host.bind d0 mm=A
  host.unbind b
  host.unbind c
}
expect parity
`,
  'host-no-memory': `psc 1
# There is no memory for the PASID of a process; the next attempt works.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A !kmalloc.nth=1
  b = host.bind d0 mm=A
  host.unbind b
}
expect parity
`,
  'host-process-exits': `psc 1
# A process ends while it is bound; the later unbinding finds the entry gone.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  host.exit A
  host.unbind b
}
expect parity
`,
  'host-quota-exhausted': `psc 1
# The host’s set has room for one process: the second is refused and leaves nothing behind.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=1
  b = host.bind d0 mm=A
  c = host.bind d0 mm=B
  host.unbind b
}
expect parity
`,
  'host-set-as-init-mm': `psc 1
# The host’s set under init_mm: the same effects as without a token.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16 token=init_mm
  b = host.bind d0 mm=A
  host.unbind b
}
expect parity
`,
  'host-set-under-init-mm': `psc 1
# The host set is made under init_mm, as was first proposed: the same effects, a worse name.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=init_mm quota=16
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
`,
  'host-set-without-token': `psc 1
# The host set has no token; its ids work like any other.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=none quota=16
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect parity
`,
  'host-two-devices': `psc 1
# A process is bound to two devices under one PASID.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  c = host.bind d1 mm=A
  host.unbind c
  host.unbind b
}
expect parity
`,
  'host-two-processes': `psc 1
# Two processes on one device have PASIDs of their own.
platform vtd
platform smmuv3
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  c = host.bind d0 mm=B
  host.unbind b
  host.unbind c
}
expect parity
`,
  'idxd-beside-a-guest': `psc 1
# A work queue of the host beside a guest on another device.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor idxd {
  h = host.open quota=16
}
actor vfio {
  v = vfio.open mm=B
  p = vfio.alloc v 1..0xfffff
}
actor idxd {
  f = idxd.open d1 mm=A
}
actor vfio {
  vfio.bind v d0 p guest=5 root=0x11000000
  vfio.unbind v d0 p
}
actor idxd {
  idxd.close f
}
actor vfio {
  vfio.close v
}
expect parity
`,
  'idxd-dedicated-queue': `psc 1
# A process opens a dedicated work queue; a second one finds it busy.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor idxd {
  h = host.open quota=16
  f = idxd.open d0 mm=A
  g = idxd.open d0 mm=B
  idxd.close f
  g = idxd.open d0 mm=B
  idxd.close g
}
expect parity
`,
  'idxd-process-exits': `psc 1
# The process behind an open work queue ends; the file is closed later.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor idxd {
  h = host.open quota=16
  f = idxd.open d0 mm=A
}
actor host {
  host.exit A
}
actor idxd {
  idxd.close f
}
expect parity
`,
  'idxd-shared-queue': `psc 1
# Two processes share a work queue, each under its own PASID.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor idxd {
  h = host.open quota=16
  f = idxd.open d0 mm=A mode=shared
  g = idxd.open d0 mm=B mode=shared
  idxd.close f
  idxd.close g
}
expect parity
`,
  'kfd-alone': `psc 1
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
`,
  'kfd-beside-sets-of-processes': `psc 1
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
`,
  'kfd-bound-twice': `psc 1
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
`,
  'kfd-closes-while-bound': `psc 1
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
`,
  'kfd-no-memory': `psc 1
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
`,
  'kfd-process-exits': `psc 1
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
`,
  'kfd-reopened': `psc 1
# A compute process ends and another one gets its PASID.
platform amd
mm A B
dev d0@iommu0+ats d1@iommu0+ats
actor kfd {
  k = kfd.open mm=A
  b = kfd.bind k d0
  kfd.unbind b
  kfd.close k
  l = kfd.open mm=B
  c = kfd.bind l d0
  kfd.unbind c
  kfd.close l
}
expect parity
`,
  'kfd-two-devices': `psc 1
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
`,
  'kfd-two-iommus': `psc 1
# Devices behind two IOMMUs: each is told on its own.
platform amd { iommus 2 }
mm A
dev d0@iommu0+ats d1@iommu1+ats
actor kfd {
  k = kfd.open mm=A
  b = kfd.bind k d0
  c = kfd.bind k d1
  kfd.unbind b
  kfd.unbind c
  kfd.close k
}
expect parity
`,
  'kfd-two-processes': `psc 1
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
`,
  'kvm-closes-first': `psc 1
# The virtual machine goes away while a PASID is bound; the unbinding finds nobody to tell.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=5 root=0x11000000
}
actor kvm {
  kvm.close k
}
actor vfio {
  vfio.unbind v d0 p
  vfio.free v p
  vfio.close v
}
expect parity
`,
  'kvm-high-directory': `psc 1
# A guest PASID with bit 19 set goes through the high directory.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=0x80401 root=0x11000000
}
actor kvm {
  kvm.enqcmd k 0x80401
  kvm.enqcmd k 0x401
}
actor vfio {
  vfio.unbind v d0 p
}
actor kvm {
  kvm.enqcmd k 0x80401
}
actor vfio {
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'kvm-of-another-process': `psc 1
# A virtual machine of another process hears nothing of the binding.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=B
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=5 root=0x11000000
}
actor kvm {
  kvm.enqcmd k 5
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'kvm-rebound': `psc 1
# A guest PASID is bound again after it was unbound, with another host PASID behind it.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=5 root=0x11000000
  vfio.unbind v d0 p
  q = vfio.alloc v 1..0xfffff
  vfio.bind v d0 q guest=5 root=0x12000000
}
actor kvm {
  kvm.enqcmd k 5
}
actor vfio {
  vfio.unbind v d0 q
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'kvm-registers-first': `psc 1
# KVM registers before the set of its process exists, and hears of the binding all the same.
platform vtd
mm A
dev d0@iommu0
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=9 root=0x12345000
}
actor kvm {
  kvm.enqcmd k 9
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'kvm-registers-late': `psc 1
# KVM registers on a set that exists and is empty.
platform vtd
mm A
dev d0@iommu0
actor vfio {
  v = vfio.open mm=A
}
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=9 root=0x12345000
}
actor kvm {
  kvm.enqcmd k 9
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'kvm-set-comes-and-goes': `psc 1
# A virtual machine outlives the set of its process, and hears of the next one.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  vfio.close v
  w = vfio.open mm=A
  p = vfio.alloc w 1..0xfffff
  vfio.bind w d0 p guest=6 root=0x11000000
}
actor kvm {
  kvm.enqcmd k 6
}
actor vfio {
  vfio.unbind w d0 p
  vfio.close w
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'kvm-two-pasids': `psc 1
# Two guest PASIDs in one translation table; clearing one leaves the other.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=20 root=0x11000000
  vfio.bind v d0 q guest=21 root=0x12000000
}
actor kvm {
  kvm.enqcmd k 20
}
actor vfio {
  vfio.unbind v d0 p
}
actor kvm {
  kvm.enqcmd k 20
  kvm.enqcmd k 21
}
actor vfio {
  vfio.unbind v d0 q
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'kvm-two-table-pages': `psc 1
# Guest PASIDs of different directory slots get table pages of their own.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=5 root=0x11000000
  vfio.bind v d0 q guest=0x7fc05 root=0x12000000
}
actor kvm {
  kvm.enqcmd k 5
  kvm.enqcmd k 0x7fc05
}
actor vfio {
  vfio.unbind v d0 p
  vfio.unbind v d0 q
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'large-set-shrinks': `psc 1
# A large set shrinks though little is left: the posted code tested the quota, not its growth.
platform vtd { capacity off }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  capacity 100
  s = set.alloc mm=A quota=80
  set.quota s 50
  t = set.alloc mm=B quota=50
  set.quota s 51
  p = alloc t 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free t
  set.free s
}
expect parity
`,
  'last-set-of-full-size': `psc 1
# A set that takes all that is left: the posted code ran out of set numbers there.
platform vtd { capacity off }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  capacity 100
  s = set.alloc mm=A quota=60
  t = set.alloc mm=B quota=40
  p = alloc t 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free t
  set.free s
}
expect parity
`,
  'late-unbind': `psc 1
# An unbinding comes after the id was freed and its entry torn down.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..9
  bind d0 p guest=3 root=0x11000000
  free s p
  work
  unbind d0 p
  set.free s
}
expect parity
`,
  'lookup-by-mm': `psc 1
# The set of a process is found by its mm, and held while it is used.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  f = set.find mm=A
  p = alloc f 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free f p
  set.release f
  g = set.find mm=B
  set.free s
  h = set.find mm=A
}
expect parity
`,
  'lookup-by-own-kind': `psc 1
# A set is found by a driver’s own kind of token.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc token=own:kfd:P quota=4
  f = set.find token=own:kfd:P
  p = alloc f 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.release f
  set.free s
}
expect parity
`,
  'lookup-by-wrong-kind': `psc 1
# A set under the same pointer as an mm, but of another kind: only the untyped look-up takes it for the process.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=any:A quota=4
  f = set.find mm=A
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect diverge lookup-wrong-kind
`,
  'lookup-of-host-set': `psc 1
# The host’s set is looked for by the token that it has not: only an untyped look-up finds it.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc token=none quota=4
  f = set.find token=none
  p = alloc s 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect diverge lookup-wrong-kind
`,
  'lowest-free-first': `psc 1
# Freed ids are given out again, lowest first, across sets.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=8
  t = set.alloc mm=B quota=8
  p = alloc s 1..99
  q = alloc t 1..99
  r = alloc s 1..99
  free t q
  free s p
  u = alloc t 1..99
  x = alloc s 1..99
  bind d0 u guest=3 root=0x11000000
  bind d0 x guest=4 root=0x12000000
  unbind d0 u
  unbind d0 x
  set.free s
  set.free t
}
expect parity
`,
  'no-memory-for-a-set': `psc 1
# There is no memory for a set; the next attempt works.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4 !kmalloc.nth=1
  s = set.alloc mm=A quota=4
  p = alloc s 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect parity
`,
  'no-memory-for-an-id': `psc 1
# There is no memory for an id: no quota is used up.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=1
  p = alloc s 1..9 !kmalloc.nth=1
  p = alloc s 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect parity
`,
  'one-object-two-kinds': `psc 1
# One object is an mm and a driver’s token at once; the sets stay apart.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  t = set.alloc token=own:kfd:A quota=4
  p = alloc s 1..9
  q = alloc t 1..9
  owner p mm=A
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
  set.free t
}
expect parity
`,
  'own-kind-kfd': `psc 1
# A driver’s own kind of token: a compute process owns a set beside the set of an mm.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=own:kfd:P quota=4
  t = set.alloc mm=A quota=4
  p = alloc s 1..99
  q = alloc t 1..99
  bind d0 p guest=3 root=0x12345000
  bind d0 q guest=4 root=0x12346000
  unbind d0 p
  unbind d0 q
  free s p
  free t q
  set.free s
  set.free t
}
expect parity
`,
  'own-kind-twice': `psc 1
# A driver makes a second set for one token of its own kind: refused once the kind is stated.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc token=own:kfd:P quota=4
  t = set.alloc token=own:kfd:P quota=4
  p = alloc s 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect diverge second-set-for-mm
`,
  'owner-asked': `psc 1
# Whose id is it: the owner is told yes, a stranger no.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  t = set.alloc mm=B quota=4
  p = alloc s 1..99
  owner p mm=A
  owner p mm=B
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
  set.free t
}
expect parity
`,
  'pasid-zero': `psc 1
# Id 0 is handed out where the range allows it, and no guest table is bound under it.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  z = alloc s 0..0
  p = alloc s 0..9
  bind d0 z guest=3 root=0x11000000
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s z
  set.free s
}
expect parity
`,
  'pasids-in-two-table-pages': `psc 1
# Two PASIDs whose entries lie in different table pages.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..63
  q = alloc s 64..127
  bind d0 p guest=3 root=0x11000000
  bind d0 q guest=4 root=0x12000000
  unbind d0 q
  unbind d0 p
  set.free s
}
expect parity
`,
  'private-mm-found': `psc 1
# An mm that is private data is found as private data.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc token=none quota=4
  q = alloc.mm s 1..9 mm=A
  find s q
  p = alloc s 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect parity
`,
  'private-mm-not-token': `psc 1
# An mm as the private data of an id is not the token of its set.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=none quota=4
  p = alloc.mm s 1..99 mm=A
  f = set.find mm=A
  q = alloc s 1..99
  bind d0 q guest=3 root=0x12345000
  unbind d0 q
  free s q
  free s p
  set.free s
}
expect parity
`,
  'queue-wraps': `psc 1
# So many bindings that the invalidation queue wraps around.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
}
expect parity
`,
  'quota-exhausted': `psc 1
# The third id of a set with quota 2 is refused, and is there again after a free.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=2
  p = alloc s 1..99
  q = alloc s 1..99
  r = alloc s 1..99
  bind d0 q guest=3 root=0x12345000
  unbind d0 q
  free s q
  u = alloc s 1..99
  free s u
  free s p
  set.free s
}
expect parity
`,
  'quota-given-back': `psc 1
# A freed set gives its quota back to the next one.
platform vtd { capacity off }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  capacity 10
  s = set.alloc mm=A quota=10
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
  t = set.alloc mm=B quota=10
  q = alloc t 1..99
  set.free t
}
expect parity
`,
  'quota-zero': `psc 1
# A set of quota 0: made and useless in the old version, refused in the new one.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=0
  t = set.alloc mm=B quota=1
  p = alloc t 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free t p
  set.free t
}
expect diverge quota-zero
`,
  'range-exhausted': `psc 1
# Every id of the range is taken; the next request is refused though the quota has room.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=9
  p = alloc s 5..6
  q = alloc s 5..6
  r = alloc s 5..6
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  free s q
  set.free s
}
expect parity
`,
  'set-freed-twice': `psc 1
# A set is freed twice: logged, or refused.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
  set.free s
}
expect diverge dead-set-freed
`,
  'set-life-cycle': `psc 1
# A set lives and dies; its ids leave the hardware before it does.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=8
  p = alloc s 1..99
  q = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  bind d0 q guest=4 root=0x12346000
  unbind d0 p
  unbind d0 q
  free s p
  set.free s
  t = set.alloc mm=A quota=8
  u = alloc t 1..99
  free t u
  set.free t
}
expect parity
`,
  'set-of-dead-token': `psc 1
# The set of a process is given up; a look-up finds nothing, and a new set may be made.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  set.free s
  f = set.find mm=A
  t = set.alloc mm=A quota=4
  p = alloc t 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free t
}
expect parity
`,
  'set-put-with-held-ids': `psc 1
# A set is given up while one of its ids is bound: the entry is torn down, then the id is free.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=8
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  set.free s
  work
  t = set.alloc mm=B quota=8
  q = alloc t 1..99
  free t q
  set.free t
}
expect parity
`,
  'smmu-broadcast-tlb': `psc 1
# With broadcast TLB maintenance a process is bound the same way.
platform smmuv3 { btm on }
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  host.exit A
  host.unbind b
}
expect parity
`,
  'smmu-two-smmus': `psc 1
# A process is bound behind two SMMUs.
platform smmuv3 { iommus 2 }
mm A
dev d0@iommu0+ats d1@iommu1+ats
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  c = host.bind d1 mm=A
  host.unbind b
  host.unbind c
}
expect parity
`,
  'smmu-without-ats': `psc 1
# A device without ATS: no device cache is told.
platform smmuv3
mm A
dev d0@iommu0
actor host {
  h = host.open quota=16
  b = host.bind d0 mm=A
  host.unbind b
}
expect parity
`,
  'stale-set': `psc 1
# A set is used after it was freed: allocation and quota are refused.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  set.free s
  p = alloc s 1..9
  set.quota s 9
  t = set.alloc mm=B quota=4
  p = alloc t 1..9
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free t
}
expect parity
`,
  'token-any-repeats': `psc 1
# Two sets under one token of no particular kind: legal in both versions.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc token=any:T quota=4
  t = set.alloc token=any:T quota=4
  p = alloc s 1..99
  q = alloc t 1..99
  bind d0 q guest=3 root=0x12345000
  unbind d0 q
  free t q
  free s p
  set.free t
  set.free s
}
expect parity
`,
  'two-guests-one-host': `psc 1
# Two guests use the same guest PASID; each translation leads to its own host PASID.
platform vtd { iommus 2 }
mm A B
dev d0@iommu0+ats+pri d1@iommu1+ats
actor kvm {
  k = kvm.open mm=A
  l = kvm.open mm=B
}
actor vfio {
  v = vfio.open mm=A
  w = vfio.open mm=B
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc w 1..0xfffff
  vfio.bind v d0 p guest=5 root=0x12345000
  vfio.bind w d1 q guest=5 root=0x22345000
}
actor kvm {
  kvm.enqcmd k 5
  kvm.enqcmd l 5
}
actor vfio {
  vfio.unbind v d0 p
}
actor kvm {
  kvm.enqcmd k 5
  kvm.enqcmd l 5
}
actor vfio {
  vfio.unbind w d1 q
  vfio.free w q
  vfio.free v p
  vfio.close v
  vfio.close w
}
actor kvm {
  kvm.close k
  kvm.close l
}
expect parity
`,
  'two-iommus-one-container': `psc 1
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
`,
  'two-sets-for-one-mm': `psc 1
# A second set for one mm: legal with an untyped token, refused with a typed one.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  t = set.alloc mm=A quota=4
  p = alloc s 1..99
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  free s p
  set.free s
}
expect diverge second-set-for-mm
`,
  'unbind-of-pending-id': `psc 1
# An unbinding comes between the free and the work that tears the entry down.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..9
  bind d0 p guest=3 root=0x11000000
  free s p
  unbind d0 p
  work
  set.free s
}
expect diverge late-use
`,
  'unbind-what-is-not-bound': `psc 1
# Unbinding an id that is not bound is refused and touches nothing.
platform vtd
mm A B
dev d0@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..99
  unbind d0 p
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  unbind d0 p
  free s p
  set.free s
}
expect parity
`,
  'user-supplied-id': `psc 1
# An id that a user made up is bound, freed and read: every call refuses it.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  s = set.alloc mm=A quota=4
  p = alloc s 1..9
  bind d0 4000 guest=3 root=0x11000000
  find s 4000
  find.any 4000
  bind d0 p guest=3 root=0x12345000
  unbind d0 p
  set.free s
}
expect parity
`,
  'vdcm-default-pasid': `psc 1
# A queue that is enabled without a guest PASID works under the default one.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vdcm {
  w = vdcm.open d1 mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=9 root=0x11000000
}
actor vdcm {
  vdcm.enable w 0
  vdcm.disable w
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor vdcm {
  vdcm.close w
}
expect parity
`,
  'vdcm-enabled-twice': `psc 1
# A queue that is enabled is not enabled again.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vdcm {
  w = vdcm.open d1 mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=9 root=0x11000000
}
actor vdcm {
  vdcm.enable w 9
  vdcm.enable w 9
  vdcm.disable w
  vdcm.enable w 9
  vdcm.disable w
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor vdcm {
  vdcm.close w
}
expect parity
`,
  'vdcm-follows-guest-pasid': `psc 1
# A mediated device looks its guest’s PASID up and works under the host’s.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vdcm {
  w = vdcm.open d1 mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=9 root=0x11000000
}
actor vdcm {
  vdcm.enable w 9
  vdcm.disable w
}
actor vfio {
  vfio.unbind v d0 p
  vfio.free v p
  vfio.close v
}
actor vdcm {
  vdcm.close w
}
expect parity
`,
  'vdcm-of-another-process': `psc 1
# A mediated device of another process does not find the guest PASID.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vdcm {
  w = vdcm.open d1 mm=B
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=9 root=0x11000000
}
actor vdcm {
  vdcm.enable w 9
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor vdcm {
  vdcm.close w
}
expect parity
`,
  'vdcm-unknown-guest-pasid': `psc 1
# A mediated device is told a guest PASID that leads nowhere.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vdcm {
  w = vdcm.open d1 mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
}
actor vdcm {
  vdcm.enable w 9
}
actor vfio {
  vfio.bind v d0 p guest=9 root=0x11000000
}
actor vdcm {
  vdcm.enable w 10
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor vdcm {
  vdcm.close w
}
expect parity
`,
  'vfio-closes-with-two-devices-bound': `psc 1
# The container closes while one PASID is bound on two devices.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=4 root=0x11000000
  vfio.bind v d1 p guest=4 root=0x11000000
  vfio.close v
}
actor worker {
  work
}
expect parity
`,
  'vfio-frees-what-is-bound': `psc 1
# A guest gives a PASID back without unbinding it: the entry is torn down by queued work.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=4 root=0x11000000
  vfio.free v p
}
actor worker {
  work
}
actor kvm {
  kvm.enqcmd k 4
}
actor vfio {
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'vfio-many-pasids': `psc 1
# One container asks for several PASIDs, binds two of them and gives all back in another order.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc v 1..0xfffff
  r = vfio.alloc v 1..0xfffff
  vfio.bind v d0 q guest=1 root=0x11000000
  vfio.bind v d0 p guest=2 root=0x12000000
  vfio.unbind v d0 q
  vfio.free v q
  vfio.free v r
  vfio.unbind v d0 p
  vfio.free v p
  vfio.close v
}
expect parity
`,
  'vfio-no-guest-pasid': `psc 1
# A guest table is bound without a guest PASID: no translation is made.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p root=0x11000000
}
actor kvm {
  kvm.enqcmd k 0
}
actor vfio {
  vfio.unbind v d0 p
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'vfio-no-memory': `psc 1
# A guest’s request for a PASID fails for lack of memory and is repeated.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff !kmalloc.nth=1
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
}
expect parity
`,
  'vfio-one-pasid-two-devices': `psc 1
# One PASID is bound on two devices; the first unbinding leaves the other alone.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=4 root=0x11000000
  vfio.bind v d1 p guest=4 root=0x11000000
  vfio.unbind v d0 p
}
actor kvm {
  kvm.enqcmd k 4
}
actor vfio {
  vfio.unbind v d1 p
}
actor kvm {
  kvm.enqcmd k 4
}
actor vfio {
  vfio.free v p
  vfio.close v
}
actor kvm {
  kvm.close k
}
expect parity
`,
  'vfio-quota-exhausted': `psc 1
# A guest asks for more PASIDs than its process may have.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A quota=2
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc v 1..0xfffff
  r = vfio.alloc v 1..0xfffff
  vfio.bind v d0 q guest=1 root=0x11000000
  vfio.unbind v d0 q
  vfio.close v
}
expect parity
`,
  'vfio-reopened': `psc 1
# A process closes its container and opens another: the old PASIDs are free again.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=4 root=0x11000000
  vfio.unbind v d0 p
  vfio.close v
  w = vfio.open mm=A
  q = vfio.alloc w 1..0xfffff
  vfio.bind w d0 q guest=5 root=0x12000000
  vfio.unbind w d0 q
  vfio.close w
}
expect parity
`,
  'vfio-two-containers-one-process': `psc 1
# Two containers of one process share its set: the second makes none, the last close ends it.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  w = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc w 1..0xfffff
  vfio.bind w d0 q guest=4 root=0x11000000
  vfio.unbind w d0 q
  vfio.close v
  vfio.free w q
  vfio.close w
}
expect parity
`,
  'vfio-two-processes': `psc 1
# Two processes open containers; each has a set of its own and neither frees the other’s PASID.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A
  w = vfio.open mm=B
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc w 1..0xfffff
  vfio.free v q
  vfio.bind w d0 q guest=4 root=0x11000000
  vfio.unbind w d0 q
  vfio.free w q
  vfio.free v p
  vfio.close w
  vfio.close v
}
expect parity
`,
  'vmm-dies-with-all-users': `psc 1
# The virtual machine monitor dies while PASIDs are in use: everything is torn down by its containers’ close.
platform vtd
mm A B
dev d0@iommu0+ats+pri d1@iommu0+ats
actor kvm {
  k = kvm.open mm=A
}
actor vdcm {
  w = vdcm.open d1 mm=A
}
actor vfio {
  v = vfio.open mm=A
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x11000000
}
actor vdcm {
  vdcm.enable w 7
  vdcm.close w
}
actor vfio {
  vfio.close v
}
actor worker {
  work
}
actor kvm {
  kvm.enqcmd k 7
  kvm.close k
}
expect parity
`,
} as const;

/** Name of a scenario: its file's name. */
export type ScenarioId = keyof typeof scenarioTexts;
