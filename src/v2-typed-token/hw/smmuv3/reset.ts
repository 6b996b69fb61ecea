import { done, refused, type HwResult } from '../outcome.js';
import { commands } from './commands.js';
import type { SmmuCore } from './core.js';
import { control, control2, register, tableAndQueueAttributes } from './registers.js';

/** Brings the unit up from nothing (`arm_smmu_device_reset`). */
export function resetUnit(core: SmmuCore): HwResult {
  const { config, queue } = core;
  const outcomes: HwResult[] = [switchOn(core, 0)];
  core.write(4, register.CR1, tableAndQueueAttributes);
  core.write(4, register.CR2, control2.PTM | control2.RECINVSID | (config.e2h ? control2.E2H : 0));
  writeWide(core, register.STRTAB_BASE, core.streamTableBase());
  core.write(4, register.STRTAB_BASE_CFG, core.streamTableConfig());

  writeWide(core, register.CMDQ_BASE, queue.baseRegister());
  core.write(4, register.CMDQ_PROD, queue.producer);
  core.write(4, register.CMDQ_CONS, queue.producer);
  let enabled: number = control.CMDQEN;
  outcomes.push(switchOn(core, enabled));

  queue.add(commands.cfgiAll, { Range: 31 });
  outcomes.push(queue.submit());
  if (config.hypervisor) {
    queue.add(commands.tlbiEl2All, {});
    outcomes.push(queue.submit());
  }
  queue.add(commands.tlbiNsnhAll, {});
  outcomes.push(queue.submit());

  writeWide(core, register.EVENTQ_BASE, core.recordQueueBase(core.eventRing));
  core.write(4, register.EVENTQ_PROD, 0);
  core.write(4, register.EVENTQ_CONS, 0);
  outcomes.push(switchOn(core, (enabled |= control.EVENTQEN)));
  if (config.pri) {
    writeWide(core, register.PRIQ_BASE, core.recordQueueBase(core.priRing));
    core.write(4, register.PRIQ_PROD, 0);
    core.write(4, register.PRIQ_CONS, 0);
    outcomes.push(switchOn(core, (enabled |= control.PRIQEN)));
  }
  if (config.ats) outcomes.push(switchOn(core, (enabled |= control.ATSCHK)));
  core.bus.software(core.unit, 'setUpInterrupts');
  outcomes.push(switchOn(core, enabled | control.SMMUEN));
  return outcomes.find((outcome) => !outcome.ok) ?? done;
}

function writeWide(core: SmmuCore, offset: number, words: Uint32Array): void {
  core.write(8, offset, words[0] as number, words[1] as number);
}

/** Writes CR0 and polls until the unit has taken it over. */
function switchOn(core: SmmuCore, value: number): HwResult {
  core.write(4, register.CR0, value);
  for (let polls = 0; polls <= core.config.pollLimit; polls++) {
    if (core.read(register.CR0ACK) === value) return done;
  }
  return refused.registerTimeOut;
}
