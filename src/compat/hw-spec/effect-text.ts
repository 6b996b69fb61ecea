/** One line of text per effect, for print side by side. */
import type { HwEffect, Place } from './effect.js';
import type { DecodedField } from './structure.js';

/** What happened, without record number: two effects with the same text are the same for a reader. Units after the first are named. */
export function effectText(effect: HwEffect): string {
  return effect.unit === 0 ? textOf(effect) : `iommu${String(effect.unit)} ${textOf(effect)}`;
}

function textOf(effect: HwEffect): string {
  switch (effect.kind) {
    case 'register-write':
      return `W${String(effect.width)} ${effect.register} = ${hex(effect.value)}${list(effect.fields)}`;
    case 'register-read':
      return `R${String(effect.width)} ${effect.register} = ${hex(effect.value)}${list(effect.fields)}`;
    case 'entry-store':
      return `M${narrow(effect.width)} ${placeText(effect.place)} = ${hex(effect.value)}${list(effect.fields)}`;
    case 'device-store':
      return `D${narrow(effect.width)} ${placeText(effect.place)} = ${hex(effect.value)}${list(effect.fields)}`;
    case 'descriptor':
    case 'log-entry': {
      const title = effect.structure?.title ?? `words ${effect.words.map(hex).join(' ')}`;
      const sign = effect.kind === 'descriptor' ? 'Q' : 'L';
      const shown = effect.fields.filter((field) => field.name !== 'Type' && field.name !== 'Opcode');
      const defect = effect.defect === undefined ? '' : `  !! ${effect.defect}`;
      return `${sign} slot ${String(effect.index)} ${title}${list(shown)}${defect}`;
    }
    case 'cache-flush':
      return `flush ${placeText(effect.place)} +${String(effect.length)}`;
    case 'barrier':
      return 'barrier';
    case 'wait':
      return `wait ${effect.on} = ${hex(effect.value)}`;
    case 'region':
      return `region ${effect.use} at ${hex(effect.address)}, ${String(effect.size)} bytes`;
    case 'interrupt':
      return `interrupt by ${effect.cause}`;
    case 'pci':
      return `pci device 0x${effect.requester.toString(16)} ${effect.capability} ${effect.on ? 'on' : 'off'}`;
    case 'software':
      return `software ${effect.step} ${String(effect.argument)}`;
    case 'unknown':
      return `unknown record ${effect.words.map((word) => `0x${word.toString(16)}`).join(' ')}`;
  }
}

/** Stores of 64 bits are the rule; others say how wide they are. */
const narrow = (bytes: number): string => (bytes === 8 ? '' : String(8 * bytes));

const hex = (value: bigint): string => `0x${value.toString(16)}`;

function placeText(place: Place): string {
  if (place.entry === undefined)
    return place.use === undefined ? hex(place.address) : `${place.use} ${hex(place.address)}`;
  return `${place.use ?? 'table'} ${place.entry} word ${String(place.word)}`;
}

const list = (fields: readonly DecodedField[]): string => {
  return fields.length === 0 ? '' : `  ${fields.map(({ name, text }) => `${name} ${text}`).join(', ')}`;
};
