/** The address space of a process (C: `struct mm_struct`), as far as the drivers see it. */
export interface MmStruct {
  readonly name: string;
  /** Physical address of its top page table, a multiple of 4096. */
  readonly pgd: number;
}

/** What a driver wants to hear of a process (C: `struct mmu_notifier_ops`). */
export interface MmuNotifier {
  /** The process ends; called once, while its page tables are still there. */
  release(): void;
  /** Its translations in `start`..`end`, `end` not included, are about to change. */
  invalidateRange?(start: number, end: number): void;
}

/** Who listens to which process (C: `mmu_notifier_register`). */
export class MmuNotifiers {
  readonly #listeners = new Map<MmStruct, MmuNotifier[]>();
  readonly #dead = new Set<MmStruct>();

  register(mm: MmStruct, notifier: MmuNotifier): void {
    const known = this.#listeners.get(mm);
    if (known) known.push(notifier);
    else this.#listeners.set(mm, [notifier]);
  }

  unregister(mm: MmStruct, notifier: MmuNotifier): void {
    const left = (this.#listeners.get(mm) ?? []).filter((listener) => listener !== notifier);
    if (left.length > 0) this.#listeners.set(mm, left);
    else this.#listeners.delete(mm);
  }

  /** The process ends: everybody hears of it, in order of registration. */
  exit(mm: MmStruct): void {
    if (this.#dead.has(mm)) return;
    this.#dead.add(mm);
    for (const notifier of [...(this.#listeners.get(mm) ?? [])]) notifier.release();
  }

  invalidateRange(mm: MmStruct, start: number, end: number): void {
    for (const notifier of this.#listeners.get(mm) ?? []) notifier.invalidateRange?.(start, end);
  }

  /** C: `mmget_not_zero` would fail. */
  isDead(mm: MmStruct): boolean {
    return this.#dead.has(mm);
  }
}
