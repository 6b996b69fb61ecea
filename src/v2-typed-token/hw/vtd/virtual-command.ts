import { ok } from '../../result.js';
import { done, refused, type HwResult } from '../outcome.js';
import type { VtdCore } from './core.js';
import { vcmdGenerations, virtualCommand } from './virtual-command-layout.js';

/** The guest driver of the virtual command interface (reference 1.2). */
export class VirtualCommandDriver {
  readonly #core: VtdCore;

  constructor(core: VtdCore) {
    this.#core = core;
  }

  /** Asks the host for a PASID (`vcmd_alloc_pasid`). */
  allocate(): HwResult<number> {
    const layout = vcmdGenerations[this.#core.config.vcmd];
    this.#write(virtualCommand.allocatePasid, 0);
    const response = this.#poll();
    if (response === undefined) return refused.registerTimeOut;
    const status = layout.response.fields.SC.get(response);
    if (status === 0) return ok(layout.response.fields.PASID.get(response));
    return status === layout.noPasid ? refused.noPasid : refused.commandRefused;
  }

  /**
   * Gives a PASID back (`vcmd_free_pasid`). The driver shifts in 32 bits, so in the current layout PASID bits 19:16 are
   * lost: a defect of the kernels that is played as it is. A refusal is only logged there; here it is returned.
   */
  free(pasid: number): HwResult {
    const layout = vcmdGenerations[this.#core.config.vcmd];
    if (!Number.isInteger(pasid) || pasid < 0 || pasid > 0xf_ffff)
      throw new RangeError(`pasid ${pasid} does not fit 20 bits`);
    const words = layout.command.encode({ CMD: virtualCommand.freePasid, PASID: pasid });
    this.#write(words[0] as number, 0);
    const response = this.#poll();
    if (response === undefined) return refused.registerTimeOut;
    return layout.response.fields.SC.get(response) === 0 ? done : refused.commandRefused;
  }

  #write(low: number, high: number): void {
    const { bus, unit, device, config } = this.#core;
    bus.writeRegister(unit, device, 8, vcmdGenerations[config.vcmd].VCMD, low, high);
  }

  #poll(): Uint32Array | undefined {
    const { bus, unit, device, config } = this.#core;
    const layout = vcmdGenerations[config.vcmd];
    for (let polls = 0; polls <= config.pollLimit; polls++) {
      const word = bus.readRegister64(unit, device, layout.VCRSP);
      if ((word.lo & 1) === 0) return Uint32Array.of(word.lo, word.hi);
    }
    return undefined;
  }
}
