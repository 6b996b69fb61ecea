/** The new API on one machine, with what steps name. */
import {
  createIoasidV2,
  createMachine,
  declareTokenKind,
  ioasid,
  MmStruct,
  PrivateData,
  type Ioasid,
  type IoasidSet,
  type IoasidV2,
  type SetToken,
  type SimulatedMachine,
  type TokenKind,
} from '../../../v2-typed-token/index.js';
import { ProcessLives, VtdGuestSva, type Process } from '../../../v2-typed-token/drivers/index.js';
import { createMachine as createHardware, type Machine as Hardware } from '../../../v2-typed-token/hw/index.js';
import type { Step } from '../../scenarios/model.js';
import { done, refused, type Outcome } from '../outcome.js';
import type { PortConfig } from '../port.js';
import { Names, type TokenWord } from './names.js';
import { processAsids, topologyOf, type Topology } from './topology.js';

/** What a step does on this side. */
export type V2Step = (world: V2World, step: Step) => Outcome;

/** Private data of a scenario: a name. */
export class NamedData extends PrivateData {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** One machine with the new API and its users. */
export class V2World {
  readonly hardware: Hardware = createHardware();
  readonly machine: SimulatedMachine = createMachine();
  readonly names = new Names();
  readonly lives = new ProcessLives();
  readonly topology: Topology;
  readonly ioasid: IoasidV2;
  readonly guestSva: VtdGuestSva;
  readonly #mms = new Map<string, Process>();
  readonly #objects = new Map<string, object>();
  readonly #data = new Map<string, NamedData>();
  readonly #kinds = new Map<string, TokenKind<object>>();

  constructor({ platform, mms, devices }: PortConfig) {
    this.topology = topologyOf(platform, mms, devices);
    const asids = processAsids(this.topology);
    for (const [name, root] of this.topology.mms) {
      this.#mms.set(name, { mm: new MmStruct(name), root, asid: asids.get(root)! });
    }
    this.#mms.set('init_mm', { mm: new MmStruct('init_mm'), root: 0x1000 });
    this.ioasid = createIoasidV2(this.machine);
    this.guestSva = new VtdGuestSva(this.ioasid, this.machine);
    this.guestSva.init();
  }

  process(name: string): Process {
    return this.#mms.get(name)!;
  }

  mm(name: string): MmStruct {
    return this.process(name).mm;
  }

  data(name: string): NamedData {
    let data = this.#data.get(name);
    if (data === undefined) this.#data.set(name, (data = new NamedData(name)));
    return data;
  }

  kind(name: string): TokenKind<object> {
    let kind = this.#kinds.get(name);
    if (kind === undefined) this.#kinds.set(name, (kind = declareTokenKind(name)));
    return kind;
  }

  token(word: TokenWord): SetToken {
    if (word.kind === 'mm') return { kind: 'mm', mm: this.mm(word.name) };
    if (word.kind === 'none') return { kind: 'none' };
    if (word.kind === 'any') return { kind: 'any', token: this.#object(word.name) };
    return { kind: 'own', of: this.kind(word.of), token: this.#object(word.name) };
  }

  /** An opaque object by name; that of an mm is the mm itself. */
  #object(name: string): object {
    const known = this.#mms.get(name)?.mm ?? this.#objects.get(name);
    if (known !== undefined) return known;
    const made = { name };
    this.#objects.set(name, made);
    return made;
  }

  set(step: Step, position: number): IoasidSet {
    return this.names.get(step, position) as IoasidSet;
  }

  id(step: Step, position: number): Ioasid {
    return ioasid(this.names.id(step, position));
  }
}

/** A result without a value as an outcome. */
export function outcomeOf(result: { readonly ok: boolean; readonly error?: { readonly code: string } }): Outcome {
  return result.ok ? done : refused(result.error?.code ?? null);
}
