import type { FieldValue } from './word64.js';

/** Encodes inputs by field name; `quirk` asks for what the kernel's driver writes where that differs from the table. */
export type StructureEncoder = (inputs: Readonly<Record<string, FieldValue>>, quirk: boolean) => Uint32Array;

/** Structures and functions of one unit by the name that golden files use. */
export type StructureTable = Readonly<Record<string, StructureEncoder>>;
