/** The old API on one machine, with what steps name. */
import { createIoasidV1, Machine, type IoasidSet, type IoasidV1 } from '../../../v1-void-token/index.js';
import { MmuNotifiers, VtdGuestSva, type MmStruct } from '../../../v1-void-token/drivers/index.js';
import { BusLog } from '../../../v1-void-token/hw/index.js';
import { createIoasidV2, createMachine } from '../../../v2-typed-token/index.js';
import { v1OverV2 } from '../../shim/v1-over-v2.js';
import type { Step } from '../../scenarios/model.js';
import { type Outcome } from '../outcome.js';
import type { PortConfig } from '../port.js';
import { Names, type TokenWord } from './names.js';
import { isOn, topologyOf, type Topology } from './topology.js';

/** What a step does on this side. */
export type V1Step = (world: V1World, step: Step) => Outcome;

/** One machine with the old API and its users. */
export class V1World {
  readonly bus = new BusLog();
  readonly machine = new Machine();
  readonly names = new Names();
  readonly processes = new MmuNotifiers();
  readonly topology: Topology;
  readonly ioasid: IoasidV1;
  readonly guestSva: VtdGuestSva;
  readonly #mms = new Map<string, MmStruct>();
  readonly #objects = new Map<string, object>();
  readonly live = new Set<number>();
  readonly failNext: (nth: number) => void;

  constructor({ platform, mms, devices }: PortConfig, engine: 'v1' | 'v2') {
    this.topology = topologyOf(platform, mms, devices);
    for (const [name, pgd] of this.topology.mms) this.#mms.set(name, { name, pgd });
    this.#mms.set('init_mm', { name: 'init_mm', pgd: 0x1000 });
    if (engine === 'v1') {
      this.ioasid = createIoasidV1(this.machine);
      this.failNext = (nth) => this.machine.failAllocation(nth);
    } else {
      const machine = createMachine();
      this.ioasid = v1OverV2(createIoasidV2(machine));
      this.failNext = (nth) => machine.failAllocation(nth);
    }
    if (!('capacity' in platform.options) || isOn(platform.options['capacity'])) {
      this.ioasid.ioasidInstallCapacity(0x10_0000);
    }
    this.guestSva = new VtdGuestSva(this.ioasid, this.machine);
    this.guestSva.init();
  }

  mm(name: string): MmStruct {
    return this.#mms.get(name)!;
  }

  /** An opaque object by name; that of an mm is the mm itself. */
  object(name: string): object {
    const known = this.#mms.get(name) ?? this.#objects.get(name);
    if (known !== undefined) return known;
    const made = { name };
    this.#objects.set(name, made);
    return made;
  }

  /** An untyped token: nobody can tell the kinds apart. */
  token(word: TokenWord): object | null {
    return word.kind === 'none' ? null : this.object(word.name);
  }

  set(step: Step, position: number): IoasidSet {
    return this.names.get(step, position) as IoasidSet;
  }

  /** Data of an id by its name, for answers. */
  nameOf(data: unknown): string {
    if (data === null || data === undefined) return 'none';
    const named = data as { readonly name?: unknown };
    return typeof named.name === 'string' ? named.name : 'driver';
  }
}
