import type { SmmuDomain } from './domain.js';

/** ASIDs and VMIDs of one unit: 16 bits each, the lowest free one first, from 1. */
export class Identifiers {
  // A private ASID belongs to a domain; one that a process brought along is shared.
  readonly #asids = new Map<number, SmmuDomain | 'process'>();
  readonly #vmids = new Set<number>();

  /** A free ASID for a domain. */
  allocateAsid(domain: SmmuDomain): number {
    const asid = lowestFree((id) => this.#asids.has(id));
    this.#asids.set(asid, domain);
    return asid;
  }

  allocateVmid(): number {
    const vmid = lowestFree((id) => this.#vmids.has(id));
    this.#vmids.add(vmid);
    return vmid;
  }

  /** The domain that has an ASID for itself, if one does. */
  privateOwner(asid: number): SmmuDomain | undefined {
    const owner = this.#asids.get(asid);
    return owner === 'process' ? undefined : owner;
  }

  /** An ASID is used by a process from now on. */
  share(asid: number): void {
    this.#asids.set(asid, 'process');
  }

  release(asid: number): void {
    this.#asids.delete(asid);
  }
}

function lowestFree(taken: (id: number) => boolean): number {
  for (let id = 1; id < 0x1_0000; id++) if (!taken(id)) return id;
  throw new RangeError('all 65,535 identifiers are in use');
}
