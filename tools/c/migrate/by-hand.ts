/** A place cannot be moved; thrown while it is planned and caught there. */
import type { FixLevel } from '../../../src/compat/pair-model.js';

export class ByHand extends Error {
  override readonly name = 'ByHand';
  readonly level: FixLevel;

  constructor(reason: string, level: FixLevel = 'by-hand') {
    super(reason);
    this.level = level;
  }
}

const order: readonly FixLevel[] = ['safe', 'suggested', 'by-hand', 'none'];

/** The one that asks more of a person. */
export function lower(a: FixLevel, b: FixLevel): FixLevel {
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}
