/** Address space ids of a machine: private ones of domains, and those that the CPU gave to processes (C: `arm_smmu_asid_xa`). */

/** Who has an ASID. A private one can be moved to another number. */
export interface AsidOwner {
  /** Called when a process needs the number; `next` is the new one, already taken. */
  move(next: number): void;
}

const ENOSPC = 28;
const LAST = 0xffff;

interface SharedAsid {
  readonly asid: number;
  users: number;
}

export class AsidSpace {
  readonly #private = new Map<number, AsidOwner>();
  readonly #shared = new Map<number, SharedAsid>();
  /** What the CPU tags a process with, by its top page table. */
  readonly #pinned = new Map<number, number>();

  /** The CPU tags a process with this number. */
  pin(pgd: number, asid: number): void {
    this.#pinned.set(pgd, asid);
  }

  #isFree(asid: number): boolean {
    if (this.#private.has(asid)) return false;
    return ![...this.#shared.values()].some((shared) => shared.asid === asid);
  }

  #lowestFree(): number {
    for (let asid = 1; asid <= LAST; asid++) if (this.#isFree(asid)) return asid;
    return -ENOSPC;
  }

  /** Lowest free number from 1, or -ENOSPC. */
  allocPrivate(owner: AsidOwner): number {
    const asid = this.#lowestFree();
    if (asid > 0) this.#private.set(asid, owner);
    return asid;
  }

  /** Takes a given number, which must be free. */
  adoptPrivate(asid: number, owner: AsidOwner): void {
    this.#private.set(asid, owner);
  }

  freePrivate(asid: number): void {
    this.#private.delete(asid);
  }

  /**
   * C: `arm_smmu_alloc_shared_cd`, `arm_smmu_share_asid`: the number of a process. Whoever has it privately is moved first.
   * -ENOSPC when there is no other number.
   */
  getShared(pgd: number): number {
    const known = this.#shared.get(pgd);
    if (known) {
      known.users++;
      return known.asid;
    }
    const asid = this.#pinned.get(pgd) ?? this.#lowestFree();
    if (asid < 0) return asid;
    const owner = this.#private.get(asid);
    if (owner) {
      const next = this.#lowestFree();
      if (next < 0) return next;
      this.#private.set(next, owner);
      owner.move(next);
      this.#private.delete(asid);
    }
    this.#shared.set(pgd, { asid, users: 1 });
    return asid;
  }

  putShared(pgd: number): void {
    const known = this.#shared.get(pgd);
    if (known && --known.users === 0) this.#shared.delete(pgd);
  }
}
