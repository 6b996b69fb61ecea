/** Virtual command and response words (reference hardware 1.2). */
import { mustFit, put } from '../fields.js';
import { VCMD_CMD_FREE, type VcmdLayout } from './registers.js';

/** Command word; `truncated` drops PASID bits 19:16, as the driver's 32-bit shift does. */
export function vcmdWord(layout: VcmdLayout, command: number, pasid: number, truncated = false): Uint32Array {
  const words = new Uint32Array(2);
  put(words, 'CMD', command, 0, 8);
  mustFit('PASID', pasid, 20);
  if (command !== VCMD_CMD_FREE && pasid === 0) return words;
  put(words, 'PASID', truncated ? pasid & (2 ** (32 - layout.operandShift) - 1) : pasid, layout.operandShift, 20);
  return words;
}

/** Response word, as hardware writes it. */
export function vcrspWord(layout: VcmdLayout, ip: number, sc: number, pasid: number): Uint32Array {
  const words = new Uint32Array(2);
  put(words, 'IP', ip, 0, 1);
  put(words, 'SC', sc, 1, layout.statusMask === 0x3 ? 2 : 7);
  put(words, 'PASID', pasid, layout.resultShift, 20);
  return words;
}
