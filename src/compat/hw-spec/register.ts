/** A register of a unit: where it is and what its bits mean. */
import type { Field } from './field.js';
import { type Structure, structure, type Unit } from './structure.js';

export interface Register {
  /** Name as the drivers write it. */
  readonly name: string;
  readonly offset: number;
  readonly width: 32 | 64;
  readonly structure: Structure;
}

/** Makes the rows of one unit's register table. */
export function registerTable(unit: Unit, section: string) {
  return (
    name: string,
    place: { readonly at: number; readonly width: 32 | 64; readonly title: string },
    fields: readonly Field[],
  ): Register => ({
    name,
    offset: place.at,
    width: place.width,
    structure: structure({
      unit,
      name: `reg.${name}`,
      title: place.title,
      group: 'register',
      section,
      size: 1,
      fields,
    }),
  });
}
