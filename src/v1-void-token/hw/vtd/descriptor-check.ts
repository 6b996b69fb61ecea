/** What the unit finds wrong with a descriptor before it does anything (reference hardware 1.4). */
import { IQER_BAD_TYPE, IQER_RESERVED, IQER_WIDTH } from './registers.js';

/** Bits that a descriptor of a type may have set, as eight u32 masks. */
const usedBits: Readonly<Record<number, readonly number[]>> = {
  1: [0xffff_003f, 0x0003_ffff, 0, 0, 0, 0, 0, 0],
  2: [0xffff_00ff, 0, 0xffff_f07f, 0xffff_ffff, 0, 0, 0, 0],
  3: [0x001f_f00f, 0xfff0_ffff, 0xffff_f001, 0xffff_ffff, 0, 0, 0, 0],
  4: [0xf800_001f, 0x0000_ffff, 0, 0, 0, 0, 0, 0],
  5: [0x0000_00ff, 0xffff_ffff, 0xffff_fffc, 0xffff_ffff, 0, 0, 0, 0],
  6: [0xffff_003f, 0x000f_ffff, 0xffff_f07f, 0xffff_ffff, 0, 0, 0, 0],
  7: [0xffff_003f, 0x000f_ffff, 0, 0, 0, 0, 0, 0],
  8: [0xffff_f1ff, 0xffff_ffff, 0xffff_f801, 0xffff_ffff, 0, 0, 0, 0],
  9: [0xffff_f03f, 0x000f_ffff, 0x0000_0ffc, 0, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff],
};
const LAST_LEGACY_TYPE = 5;
const HPT_TYPE = 0xa;

export const descriptorType = (word0: number): number => (word0 & 0xf) | ((word0 >>> 5) & 0x70);

/** Kind of error as the unit reports it (IQER), 0 for none. `words` are eight, a narrow descriptor padded with zeros. */
export function descriptorError(words: Uint32Array, wide: boolean, scalable: boolean): number {
  const type = descriptorType(words[0]!);
  if (scalable && !wide) return IQER_WIDTH;
  if (type === HPT_TYPE && scalable) return 0;
  const masks = usedBits[type];
  if (masks === undefined || (!scalable && type > LAST_LEGACY_TYPE)) return IQER_BAD_TYPE;
  return words.some((word, index) => (word & ~masks[index]!) !== 0) ? IQER_RESERVED : 0;
}
