/** Processes that end: who wants to hear of it, and who keeps an mm from going away for good. */
import type { FieldValue } from '../hw/index.js';
import type { MmStruct } from '../pointers.js';

/** A process as hardware sees it. */
export interface Process {
  readonly mm: MmStruct;
  /** Root of its page table. */
  readonly root: FieldValue;
  /** Address space number of the CPU, for units that share it; 1 unless said otherwise. */
  readonly asid?: number;
}

interface Life {
  /** Most recent first: the order in which an exit reaches them. */
  releases: (() => void)[];
  drops: (() => void)[];
  pins: number;
  exited: boolean;
}

export class ProcessLives {
  readonly #lives = new Map<MmStruct, Life>();

  /** Registers a release callback (C: an mmu notifier); the answer takes it back. */
  onExit(mm: MmStruct, release: () => void): () => void {
    const life = this.#life(mm);
    life.releases = [release, ...life.releases];
    return () => {
      life.releases = life.releases.filter((one) => one !== release);
    };
  }

  /** Called once, when the process has ended and nobody pins its mm (C: `mmdrop` of the last). */
  onDrop(mm: MmStruct, drop: () => void): void {
    this.#life(mm).drops.push(drop);
  }

  /** Keeps the mm; the answer lets go. */
  pin(mm: MmStruct): () => void {
    this.#life(mm).pins++;
    return () => {
      this.#life(mm).pins--;
      this.#dropIfLast(mm);
    };
  }

  isAlive(mm: MmStruct): boolean {
    return this.#lives.get(mm)?.exited !== true;
  }

  /** The process ends: release callbacks run, and its mm goes when nobody pins it. A second exit changes nothing. */
  exit(mm: MmStruct): void {
    const life = this.#life(mm);
    if (life.exited) return;
    life.exited = true;
    for (const release of life.releases) release();
    this.#dropIfLast(mm);
  }

  #dropIfLast(mm: MmStruct): void {
    const life = this.#life(mm);
    if (!life.exited || life.pins > 0) return;
    const drops = life.drops;
    life.drops = [];
    for (const drop of drops) drop();
  }

  #life(mm: MmStruct): Life {
    let life = this.#lives.get(mm);
    if (life === undefined) this.#lives.set(mm, (life = { releases: [], drops: [], pins: 0, exited: false }));
    return life;
  }
}
