import type { StructureEncoder, StructureTable } from './structure-table.js';
import { amdStructures } from './amd/structures.js';
import { smmuStructures } from './smmuv3/structures.js';
import { vtdStructures } from './vtd/structures.js';
import type { FieldValue } from './word64.js';

/** The IOMMUs that have structures. */
export type StructureUnit = 'vtd' | 'smmuv3' | 'amd';

const tables: Readonly<Record<StructureUnit, StructureTable>> = {
  vtd: vtdStructures,
  smmuv3: smmuStructures,
  amd: amdStructures,
};

/**
 * Encodes one structure, or computes one pointer function, as u32 words, the low half of each 64-bit word first.
 * Undefined
 * means that this side does not know the structure. Names that end in `.driver_truncated` are the same as `quirk`.
 * Throws RangeError with field, value and width when a value does not fit.
 */
export function encodeStructure(
  unit: StructureUnit,
  structure: string,
  inputs: Readonly<Record<string, FieldValue>>,
  quirk = false,
): Uint32Array | undefined {
  const truncated = structure.endsWith('.driver_truncated');
  const name = truncated ? structure.slice(0, -'.driver_truncated'.length) : structure;
  const table = tables[unit];
  if (!Object.hasOwn(table, name)) return undefined;
  return (table[name] as StructureEncoder)(inputs, quirk || truncated);
}
