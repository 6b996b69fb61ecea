/** Names for findings that survive an edit elsewhere in the file. */
import { createHash } from 'node:crypto';
import type { Finding } from './model.js';

/** Makes fingerprints for the findings of one file; equal ones are told apart by their order. */
export class Fingerprints {
  readonly #seen = new Map<string, number>();

  of(finding: Pick<Finding, 'type' | 'symbol' | 'scope'>, text: string): string {
    const words = text.replace(/\s+/g, ' ').trim();
    const print = createHash('sha256')
      .update([finding.type, finding.symbol, finding.scope ?? '', words].join('\0'))
      .digest('hex')
      .slice(0, 20);
    const count = (this.#seen.get(print) ?? 0) + 1;
    this.#seen.set(print, count);
    return `${print}:${count}`;
  }
}
