import type { Layout, Structure } from '../layout.js';
import type { StructureEncoder, StructureTable } from '../structure-table.js';
import { highHalf, lowHalf, type FieldValue } from '../word64.js';
import { commands } from './commands.js';
import { contextDescriptor, levelOneContext, levelOneStream, streamEntry } from './entries.js';
import { advanced, hasSpace, isConsumed, isEmpty, isFull } from './queue-pointers.js';
import {
  addressing,
  attributes,
  bitRegisters,
  eventRecord,
  features,
  moreFeatures,
  pageRequestRecord,
  pointerRegisters,
  queueBase,
  sizes,
  streamTableBase,
  streamTableConfig,
} from './registers.js';

const as =
  <L extends Layout>(structure: Structure<L>): StructureEncoder =>
  (inputs) =>
    structure.encodeInputs(inputs);

const registers = [
  features,
  sizes,
  moreFeatures,
  addressing,
  attributes,
  ...Object.values(bitRegisters),
  ...Object.values(pointerRegisters),
] as const;

/** Arguments of a pointer function: u32 values, all of them given. */
class Arguments {
  readonly #name: string;
  readonly #inputs: Readonly<Record<string, FieldValue>>;

  constructor(name: string, inputs: Readonly<Record<string, FieldValue>>) {
    this.#name = name;
    this.#inputs = inputs;
  }

  get(key: string, width = 32): number {
    const value = this.#inputs[key];
    if (value === undefined) throw new RangeError(`${this.#name}: ${key} is missing`);
    if (highHalf(value) !== 0 || lowHalf(value) >= 2 ** width) {
      throw new RangeError(`${this.#name}.${key}: the value does not fit ${width} bits`);
    }
    return lowHalf(value);
  }

  get log2size(): number {
    const size = this.get('LOG2SIZE', 5);
    if (size > 30) throw new RangeError(`${this.#name}.LOG2SIZE: ${size} leaves no room for wrap and overflow bits`);
    return size;
  }
}

function pointer(name: string, compute: (from: Arguments) => number | boolean): [string, StructureEncoder] {
  return [name, (inputs) => Uint32Array.of(Number(compute(new Arguments(name, inputs))), 0)];
}

/** SMMUv3 structures and pointer functions by the name that golden files use. */
export const smmuStructures: StructureTable = {
  ste: as(streamEntry),
  cd: as(contextDescriptor),
  'cd.cleared': as(contextDescriptor),
  'cd.quiet': as(contextDescriptor),
  cd_l1_desc: as(levelOneContext),
  'ste.bypass_or_abort': as(streamEntry),
  'ste.detached_from_s2': as(streamEntry),
  'ste.s1': as(streamEntry),
  'ste.s2': as(streamEntry),
  strtab_l1_desc: as(levelOneStream),
  ...Object.fromEntries(Object.values(commands).map((one) => [one.name, as<Layout>(one)])),
  'evtq.translation_event': as(eventRecord),
  'priq.entry': as(pageRequestRecord),
  'reg.CMDQ_BASE': as(queueBase),
  'reg.EVENTQ_BASE': as(queueBase),
  'reg.PRIQ_BASE': as(queueBase),
  'reg.STRTAB_BASE': as(streamTableBase),
  'reg.STRTAB_BASE_CFG': as(streamTableConfig),
  ...Object.fromEntries(registers.map((one) => [one.name, as<Layout>(one)])),
  ...Object.fromEntries([
    pointer('queue.inc_prod', (from) => advanced(from.get('PROD'), from.log2size, from.get('n'))),
    pointer('queue.inc_cons', (from) => advanced(from.get('CONS'), from.log2size)),
    pointer('queue.full', (from) => isFull(from.get('PROD'), from.get('CONS'), from.log2size)),
    pointer('queue.empty', (from) => isEmpty(from.get('PROD'), from.get('CONS'), from.log2size)),
    pointer('queue.has_space', (from) => hasSpace(from.get('PROD'), from.get('CONS'), from.log2size, from.get('n'))),
    pointer('queue.consumed', (from) => isConsumed(from.get('CONS'), from.get('entry'), from.log2size)),
  ]),
};
