/** The IOASID cgroup: counts the ids of processes, group by group (reference 3.11). */
import type { MmStruct } from '../pointers.js';
import type { Charger } from '../state.js';
import { finished, refuse, type DriverResult } from './outcome.js';

/** One group. Its usage counts what its descendants use. */
export class CgroupNode {
  readonly name: string;
  readonly parent: CgroupNode | null;
  /** Starts at 0: nothing may be allocated before a limit is set. */
  limit = 0;
  usage = 0;
  /** Charges that were refused by the limit of this group. */
  refusals = 0;

  constructor(name: string, parent: CgroupNode | null) {
    this.name = name;
    this.parent = parent;
  }

  /** The group and its ancestors, itself first. */
  lineage(): readonly CgroupNode[] {
    return [this, ...(this.parent?.lineage() ?? [])];
  }
}

/** What stands on an id: the group that pays for it, whoever runs when it is given back. */
interface Charge {
  readonly mm: MmStruct;
  group: CgroupNode;
}

/** Charges allocations in the sets of processes; pass it as `charger` when the API is made. */
export class IoasidCgroup implements Charger {
  /** The one group without a limit. */
  readonly root = unlimited(new CgroupNode('', null));
  readonly #groups = new Map<MmStruct, CgroupNode>();
  readonly #charges = new Map<MmStruct, Set<Charge>>();

  create(name: string, parent: CgroupNode = this.root): CgroupNode {
    return new CgroupNode(name, parent);
  }

  /** EINVAL: not a whole number from 0. A limit below the usage only stops new allocations. */
  setLimit(group: CgroupNode, limit: number): DriverResult {
    if (!Number.isInteger(limit) || limit < 0) return refuse('EINVAL', 'limit-range');
    group.limit = limit;
    return finished;
  }

  /**
   * Puts a process into a group; what it has allocated is paid by the new group from now on. EAGAIN: the new group, or an
   * ancestor that the old one does not share, has no room for it, and the process stays where it is.
   */
  move(mm: MmStruct, to: CgroupNode): DriverResult {
    const charges = [...(this.#charges.get(mm) ?? [])];
    const moved: { readonly charge: Charge; readonly from: CgroupNode }[] = [];
    for (const charge of charges) {
      const from = charge.group;
      this.#pay(from, -1);
      if (this.#tryToPay(to)) {
        charge.group = to;
        moved.push({ charge, from });
        continue;
      }
      this.#pay(from, 1);
      for (const { charge: back, from: home } of moved) {
        this.#pay(to, -1);
        this.#pay(home, 1);
        back.group = home;
      }
      return refuse('EAGAIN', 'limit-reached');
    }
    this.#groups.set(mm, to);
    return finished;
  }

  /** Part of the allocator: a charge, or null when a group has reached its limit. */
  charge(mm: object): object | null {
    const group = this.#groups.get(mm as MmStruct) ?? this.root;
    if (!this.#tryToPay(group)) return null;
    const charge: Charge = { mm: mm as MmStruct, group };
    const charges = this.#charges.get(charge.mm) ?? new Set();
    this.#charges.set(charge.mm, charges.add(charge));
    return charge;
  }

  /** Part of the allocator: gives back what `charge` took, wherever the process is by now. */
  uncharge(charge: object): void {
    const { mm, group } = charge as Charge;
    const charges = this.#charges.get(mm);
    if (charges?.delete(charge as Charge) !== true) return;
    if (charges.size === 0) this.#charges.delete(mm);
    this.#pay(group, -1);
  }

  /** All groups of the lineage, or none. */
  #tryToPay(group: CgroupNode): boolean {
    for (const one of group.lineage()) {
      if (one.usage < one.limit) continue;
      one.refusals++;
      return false;
    }
    this.#pay(group, 1);
    return true;
  }

  #pay(group: CgroupNode, ids: number): void {
    for (const one of group.lineage()) one.usage += ids;
  }
}

function unlimited(group: CgroupNode): CgroupNode {
  group.limit = Infinity;
  return group;
}
