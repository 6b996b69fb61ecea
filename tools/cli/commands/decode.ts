/** `pintle decode`: words, traces and dumps of the hardware in fields and words. */
import { structures } from '../../../src/compat/hw-spec/index.js';
import { bitFieldSvg } from '../../decode/bit-field-svg.js';
import { choiceNamed, choiceNames, fullName } from '../../decode/choose-structure.js';
import { decodeText } from '../../decode/decode-text.js';
import type { Decoding } from '../../decode/model.js';
import { drawingsOf } from '../../decode/drawings.js';
import { parseOutputs, writeOutputs } from '../outputs.js';
import { readInput } from '../../decode/read-input.js';
import { decodingJson } from '../../decode/render-json.js';
import { decodingText } from '../../decode/render-text.js';
import type { Command } from '../command.js';
import { UsageError } from '../errors.js';
import type { Exit } from '../exit-codes.js';

export const decode: Command = {
  name: 'decode',
  summary: 'Print hardware words, traces and dumps as named fields with bit ranges and sections.',
  usage: 'pintle decode [FILE|-] [--as STRUCTURE] [-o text|json|svg[=FILE]]',
  options: { as: { type: 'string' }, list: { type: 'boolean' } },
  optionHelp: {
    as: 'STRUCTURE  what bare words are: vtd.qi, smmuv3.cmd, amd.cmd, or one of --list',
    list: 'names of all structures',
  },
  async run({ values, positionals }, io): Promise<Exit> {
    if (values['list'] === true) {
      io.write(`${listText()}\n`);
      return 'clean';
    }
    const [file = '-', ...rest] = positionals;
    if (rest.length > 0) throw new UsageError(`decode: one file at a time, not ${positionals.join(' ')}`);
    const choice = typeof values['as'] === 'string' ? choiceNamed(values['as']) : undefined;
    const outputs = parseOutputs(values['output'], ['text', 'json', 'svg'], 'text');

    const decoding = decodeText(await readInput(file, io), choice);

    writeOutputs(outputs, (format) => rendered(decoding, format, values['plain'] === true), io);
    return decoding.notDecoded.length > 0 && values['allow-incomplete'] !== true ? 'incomplete' : 'clean';
  },
};

function rendered(decoding: Decoding, format: 'text' | 'json' | 'svg', plain: boolean): string {
  if (format === 'json') return decodingJson(decoding);
  return format === 'svg' ? bitFieldSvg(drawingsOf(decoding)) : decodingText(decoding, plain);
}

function listText(): string {
  const width = Math.max(...choiceNames().map((name) => name.length));
  const groups = choiceNames().slice(0, choiceNames().length - structures.length);
  return [
    ...groups.map((name) => `${name.padEnd(width)}  any queue entry, told by its type`),
    ...structures.map((structure) => {
      return `${fullName(structure).padEnd(width)}  ${String(structure.size)} x 64  ${structure.title} [${structure.section}]`;
    }),
  ].join('\n');
}
