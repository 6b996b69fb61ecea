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
} as const;

/** Name of a scenario: its file's name. */
export type ScenarioId = keyof typeof scenarioTexts;
