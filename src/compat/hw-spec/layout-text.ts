/** Bit tables as one line of text per structure: to compare the tables with a second writing of the reference. */
import { type Field } from './field.js';
import { registersOf } from './catalog.js';
import type { Structure } from './structure.js';

/** `vtd pasid_dir_entry: P 0, FPD 1, SMPTBLPTR @63:12`; registers say where they are and how wide. */
export function layoutText(structure: Structure): string {
  const fields = structure.fields.map((field) => {
    const fixed = structure.fixed[field.name];
    const name = `${field.name.replaceAll(' ', '~')}${fixed === undefined ? '' : `=${String(fixed)}`}`;
    return `${name} ${bitsText(field)}`;
  });
  return `${structure.unit} ${structure.name}${placeText(structure)}: ${fields.join(', ')}`;
}

function placeText(structure: Structure): string {
  const generation = structure.name.endsWith('.old') ? 'old' : 'current';
  const register = registersOf(structure.unit, generation).find(({ structure: { name } }) => name === structure.name);
  return register === undefined ? '' : ` at 0x${register.offset.toString(16)}/${String(register.width)}`;
}

function bitsText({ kind, runs }: Field): string {
  const parts = runs.map(({ low, width, from }) => {
    const bits = range(low, width);
    return kind === 'address' && runs.length > 1 ? `${bits}=${range(from, width)}` : bits;
  });
  return `${kind === 'address' ? '@' : ''}${parts.join('+')}`;
}

const range = (low: number, width: number): string =>
  width === 1 ? String(low) : `${String(low + width - 1)}:${String(low)}`;
