// Reference 1.2: the virtual command interface in its two register layouts.
import { Structure, type Layout } from '../layout.js';

/** Which layout: `old` up to specification 3.2, `current` from 3.3 on. */
export type VcmdGeneration = 'current' | 'old';

/** Commands of the interface. */
export const virtualCommand = { null: 0, allocatePasid: 1, freePasid: 2 } as const;

const currentCommand = {
  CMD: { low: 0, width: 8 },
  PASID: { low: 16, width: 20 },
} as const satisfies Layout;

const oldCommand = {
  CMD: { low: 0, width: 8 },
  PASID: { low: 8, width: 20 },
} as const satisfies Layout;

const currentResponse = {
  IP: { low: 0, width: 1 },
  SC: { low: 1, width: 7 },
  PASID: { low: 16, width: 20 },
} as const satisfies Layout;

const oldResponse = {
  IP: { low: 0, width: 1 },
  SC: { low: 1, width: 2 },
  PASID: { low: 8, width: 20 },
} as const satisfies Layout;

/** VCCAP_REG: PAS tells that PASIDs can be allocated. */
export const virtualCommandCapability = new Structure('reg.VCCAP_REG', 1, {
  PAS: { low: 0, width: 1 },
} as const satisfies Layout);

/** Offsets, encoders and status codes of each generation. */
export const vcmdGenerations = {
  current: {
    VCCAP: 0xe30,
    VCMD: 0xe00,
    VCRSP: 0xe10,
    command: new Structure('vcmd.command', 1, currentCommand),
    response: new Structure('vcrsp.response', 1, currentResponse),
    undefinedCommand: 1,
    noPasid: 16,
    invalidPasid: 16,
  },
  old: {
    VCCAP: 0xe00,
    VCMD: 0xe10,
    VCRSP: 0xe20,
    command: new Structure('vcmd.command.old', 1, oldCommand),
    response: new Structure('vcrsp.response.old', 1, oldResponse),
    undefinedCommand: 1,
    noPasid: 2,
    invalidPasid: 2,
  },
} as const;
