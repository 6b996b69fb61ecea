/** JSON of a decoding: `pintle.decode/1`. Numbers below 2^32 are numbers, wider ones and addresses are hex strings. */
import {
  type DecodedField,
  effectText,
  type Field,
  type HwEffect,
  type Structure,
} from '../../src/compat/hw-spec/index.js';
import type { DecodedItem, Decoding } from './model.js';

export function decodingJson({ items, notDecoded }: Decoding): string {
  return `${JSON.stringify({ schema: 'pintle.decode/1', items: items.map(itemJson), notDecoded }, null, 2)}\n`;
}

const hexWord = (value: bigint): string => `0x${value.toString(16).padStart(16, '0')}`;

function itemJson(item: DecodedItem): object {
  if (item.kind === 'operation') {
    const { kind, file, line, unit, operation, effects } = item;
    return { kind, file, line, unit, operation, effects: effects.map(effectJson) };
  }
  const { kind, file, line, label, given, notes, decoded } = item;
  const { structure, words, fields, unnamed } = decoded;
  return {
    kind,
    file,
    line,
    label,
    ...structureJson(structure),
    words: words.map(hexWord),
    wordsGiven: given,
    fields: fields.map((field) => fieldJson(field, structure)),
    unnamed: unnamed.map(hexWord),
    notes,
  };
}

const structureJson = ({ unit, name, title, section }: Structure): object => ({
  unit,
  structure: name,
  title,
  section,
});

function fieldJson({ name, bits, value, text }: DecodedField, structure: Structure | undefined): object {
  const field: Field | undefined = structure?.fields.find((candidate) => candidate.name === name);
  const isWide = field?.kind === 'address' || value > 0xffffffffn;
  return { name, bits, value: isWide ? `0x${value.toString(16)}` : Number(value), text };
}

function effectJson(effect: HwEffect): object {
  const text = effectText(effect);
  const base = { kind: effect.kind, unit: effect.unit, text };
  switch (effect.kind) {
    case 'descriptor':
    case 'log-entry': {
      const { index, structure, words, fields, section, defect } = effect;
      const known = structure === undefined ? {} : structureJson(structure);
      const told = fields.map((field) => fieldJson(field, structure));
      return {
        ...base,
        index,
        ...known,
        section,
        words: words.map(hexWord),
        fields: told,
        ...(defect === undefined ? {} : { defect }),
      };
    }
    case 'register-write':
    case 'register-read': {
      const { register, offset, width, value, fields, section } = effect;
      const told = fields.map((field) => fieldJson(field, undefined));
      return { ...base, register, offset, width, value: hexWord(value), fields: told, section };
    }
    case 'entry-store':
    case 'device-store': {
      const { place, value, before, fields, section } = effect;
      const { address, ...rest } = place;
      const told = fields.map((field) => fieldJson(field, undefined));
      return {
        ...base,
        place: { address: hexWord(address), ...rest },
        value: hexWord(value),
        before: hexWord(before),
        fields: told,
        section,
      };
    }
    default:
      return base;
  }
}
