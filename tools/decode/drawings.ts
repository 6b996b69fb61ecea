/** What of a decoding can be drawn: its entries, and the queue entries of its operations. */
import { decodeWords } from '../../src/compat/hw-spec/index.js';
import { UsageError } from '../cli/errors.js';
import type { Drawing } from './bit-field-svg.js';
import type { DecodedItem, Decoding } from './model.js';

const mostDrawings = 64;

/** @throws {UsageError} when there is nothing to draw, or more than one picture can hold. */
export function drawingsOf({ items }: Decoding): Drawing[] {
  const drawings = items.flatMap(ofItem);
  if (drawings.length === 0) throw new UsageError('-o svg: no entry with words to draw');
  if (drawings.length > mostDrawings) {
    const count = `${String(drawings.length)} entries, and a picture holds ${String(mostDrawings)}`;
    throw new UsageError(`-o svg: ${count}; cut the input, or take -o text`);
  }
  return drawings;
}

function ofItem(item: DecodedItem): Drawing[] {
  if (item.kind === 'entry') {
    const { decoded, label } = item;
    const { title, section } = decoded.structure;
    return [{ decoded, caption: `${title}${label === '' ? '' : `, ${label}`} (${section})` }];
  }
  return item.effects.flatMap((effect) => {
    if (effect.kind !== 'descriptor' || effect.structure === undefined) return [];
    const caption = `slot ${String(effect.index)}: ${effect.structure.title} (${effect.section})`;
    return [{ decoded: decodeWords(effect.structure, effect.words), caption }];
  });
}
