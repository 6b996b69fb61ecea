/**
 * What actors can do. Scenarios speak of sets, ids and devices, never of calls; each side's port knows how its users
 * do it. One entry here is the grammar of a verb, its help text and the key of its implementation.
 */

/** What a positional argument must be: a name made by an earlier step (of that kind), a declared name, or a value. */
export type ArgKind =
  'set' | 'id' | 'container' | 'vm' | 'queue' | 'bond' | 'mm' | 'device' | 'number' | 'range' | 'word';

export interface Verb {
  readonly args: readonly ArgKind[];
  /** Option name to kind; those in `required` must be there. */
  readonly options: Readonly<Record<string, ArgKind>>;
  readonly required: readonly string[];
  /** Kind of the name that the step may make. */
  readonly makes: ArgKind | null;
  readonly text: string;
}

const verb = (
  args: readonly ArgKind[],
  makes: ArgKind | null,
  text: string,
  options: Readonly<Record<string, ArgKind>> = {},
  required: readonly string[] = [],
): Verb => ({ args, options, required, makes, text });

const token = { mm: 'mm', token: 'word', quota: 'number' } as const;

export const verbs = {
  capacity: verb(['number'], null, 'installs the capacity'),
  'set.alloc': verb([], 'set', 'makes a set: mm=A, or token=none, init_mm, any:NAME, own:KIND:NAME; quota=N', token, [
    'quota',
  ]),
  'set.free': verb(['set'], null, 'gives the set up, and every id in it'),
  'set.quota': verb(['set', 'number'], null, 'changes the quota of a set'),
  'set.find': verb([], 'set', 'looks for the set of a token', { mm: 'mm', token: 'word' }),
  'set.release': verb(['set'], null, 'drops what set.find took'),
  alloc: verb(['set', 'range'], 'id', 'allocates the lowest free id of a range', { data: 'word' }),
  'alloc.mm': verb(['set', 'range'], 'id', 'allocates an id with an mm as its private data', { mm: 'mm' }, ['mm']),
  free: verb(['set', 'id'], null, 'frees an id of a set'),
  owner: verb(['id'], null, 'asks whether the id belongs to the set of an mm', { mm: 'mm' }, ['mm']),
  find: verb(['set', 'id'], null, 'reads the private data of an id of a set'),
  'find.any': verb(['id'], null, 'reads the private data of an id of any set'),
  data: verb(['id', 'word'], null, 'puts private data on an id; none clears it'),
  bind: verb(['device', 'id'], null, 'the IOMMU driver binds a guest page table under the id', {
    guest: 'number',
    root: 'number',
  }),
  unbind: verb(['device', 'id'], null, 'the IOMMU driver unbinds it'),
  'vfio.open': verb([], 'container', 'opens a container for a process', { mm: 'mm', quota: 'number' }, ['mm']),
  'vfio.alloc': verb(['container', 'range'], 'id', 'a guest asks for a PASID'),
  'vfio.bind': verb(['container', 'device', 'id'], null, 'a guest binds its page table', {
    guest: 'number',
    root: 'number',
  }),
  'vfio.unbind': verb(['container', 'device', 'id'], null, 'a guest unbinds its page table'),
  'vfio.free': verb(['container', 'id'], null, 'a guest gives a PASID back'),
  'vfio.close': verb(['container'], null, 'closes the container'),
  'kvm.open': verb([], 'vm', 'a virtual machine wants to hear of the PASIDs of its process', { mm: 'mm' }, ['mm']),
  'kvm.enqcmd': verb(['vm', 'number'], null, 'a guest PASID goes through the translation table'),
  'kvm.close': verb(['vm'], null, 'the virtual machine goes away'),
  'vdcm.open': verb(['device'], 'queue', 'a mediated device with one work queue', { mm: 'mm' }, ['mm']),
  'vdcm.enable': verb(['queue', 'number'], null, 'a guest enables the queue with its own PASID'),
  'vdcm.disable': verb(['queue'], null, 'a guest disables the queue'),
  'vdcm.close': verb(['queue'], null, 'the mediated device goes away'),
  'host.open': verb([], 'set', 'the host makes its own set', { quota: 'number', token: 'word' }),
  'host.bind': verb(['device'], 'bond', 'the host binds a process to a device', { mm: 'mm' }, ['mm']),
  'host.unbind': verb(['bond'], null, 'the host lets go of a bond'),
  'host.exit': verb(['mm'], null, 'a process ends while it may be bound'),
  'aux.attach': verb(['device'], 'bond', 'an auxiliary domain goes on a device', { root: 'number' }),
  'aux.detach': verb(['bond'], null, 'an auxiliary domain leaves its device'),
  'kfd.open': verb([], 'container', 'a compute process starts', { mm: 'mm', token: 'word' }, ['mm']),
  'kfd.bind': verb(['container', 'device'], 'bond', 'a compute process binds a device'),
  'kfd.unbind': verb(['bond'], null, 'a compute process lets go of a device'),
  'kfd.close': verb(['container'], null, 'a compute process ends'),
  'idxd.open': verb(['device'], 'bond', 'a process opens a work queue', { mm: 'mm', mode: 'word' }, ['mm']),
  'idxd.close': verb(['bond'], null, 'a process closes a work queue'),
  'vcmd.register': verb(['device'], null, 'a guest takes its ids from the virtual command register'),
  'vcmd.unregister': verb(['device'], null, 'a guest stops doing so'),
  work: verb([], null, 'runs the deferred work that is queued'),
} as const satisfies Readonly<Record<string, Verb>>;

export type VerbName = keyof typeof verbs;

/** The grammar of a verb, or undefined. */
export function verbOf(name: string): Verb | undefined {
  return Object.hasOwn(verbs, name) ? verbs[name as VerbName] : undefined;
}

/** Actors and the verbs that only they use; every actor may use the verbs without a dot and those of `set`. */
export const actors = ['vfio', 'kvm', 'vdcm', 'host', 'aux', 'kfd', 'idxd', 'vcmd', 'guest', 'worker'] as const;
