/** SMMUv3 registers (reference 2.1). */
import { address, bits, flag, type Field } from '../field.js';
import { type Register, registerTable } from '../register.js';

const register = registerTable('smmuv3', 'SMMUv3 6.3');

const control0: readonly Field[] = [
  flag('SMMUEN', 0),
  flag('PRIQEN', 1),
  flag('EVENTQEN', 2),
  flag('CMDQEN', 3),
  flag('ATSCHK', 4),
];
const globalError: readonly Field[] = [
  flag('CMDQ_ERR', 0),
  flag('EVENTQ_ABT', 2),
  flag('PRIQ_ABT', 3),
  flag('MSI_CMDQ_ABT', 4),
  flag('MSI_EVENTQ_ABT', 5),
  flag('MSI_PRIQ_ABT', 6),
  flag('MSI_GERROR_ABT', 7),
  flag('SFM', 8),
];
const interrupts: readonly Field[] = [flag('GERROR', 0), flag('PRIQ', 1), flag('EVENTQ', 2)];
const queueBase: readonly Field[] = [bits('LOG2SIZE', 4, 0), address('ADDR', 51, 5), flag('RA', 62)];
/** Index and wrap bit: where the wrap bit stands depends on LOG2SIZE. */
const pointer: readonly Field[] = [bits('INDEX', 19, 0)];
const overflowPointer: readonly Field[] = [bits('INDEX', 19, 0), flag('OVFLG', 31)];

export const smmuRegisters: readonly Register[] = [
  register('IDR0', { at: 0x00, width: 32, title: 'identification 0' }, [
    flag('S2P', 0),
    flag('S1P', 1),
    bits('TTF', 3, 2),
    flag('COHACC', 4),
    flag('BTM', 5),
    flag('HYP', 9),
    flag('ATS', 10),
    flag('ASID16', 12),
    flag('MSI', 13),
    flag('SEV', 14),
    flag('PRI', 16),
    flag('VMID16', 18),
    flag('CD2L', 19),
    bits('TTENDIAN', 22, 21),
    bits('STALL_MODEL', 25, 24),
    bits('ST_LEVEL', 28, 27),
  ]),
  register('IDR1', { at: 0x04, width: 32, title: 'identification 1' }, [
    bits('SIDSIZE', 5, 0),
    bits('SSIDSIZE', 10, 6),
    bits('PRIQS', 15, 11),
    bits('EVTQS', 20, 16),
    bits('CMDQS', 25, 21),
    flag('REL', 28),
    flag('QUEUES_PRESET', 29),
    flag('TABLES_PRESET', 30),
  ]),
  register('IDR3', { at: 0x0c, width: 32, title: 'identification 3' }, [flag('RIL', 10)]),
  register('IDR5', { at: 0x14, width: 32, title: 'identification 5' }, [
    bits('OAS', 2, 0),
    flag('GRAN4K', 4),
    flag('GRAN16K', 5),
    flag('GRAN64K', 6),
    bits('VAX', 11, 10),
    bits('STALL_MAX', 31, 16),
  ]),
  register('CR0', { at: 0x20, width: 32, title: 'control 0' }, control0),
  register('CR0ACK', { at: 0x24, width: 32, title: 'control 0 acknowledged' }, control0),
  register('CR1', { at: 0x28, width: 32, title: 'control 1, attributes of tables and queues' }, [
    bits('QUEUE_IC', 1, 0),
    bits('QUEUE_OC', 3, 2),
    bits('QUEUE_SH', 5, 4),
    bits('TABLE_IC', 7, 6),
    bits('TABLE_OC', 9, 8),
    bits('TABLE_SH', 11, 10),
  ]),
  register('CR2', { at: 0x2c, width: 32, title: 'control 2' }, [flag('E2H', 0), flag('RECINVSID', 1), flag('PTM', 2)]),
  register('GBPA', { at: 0x44, width: 32, title: 'bypass attributes' }, [flag('ABORT', 20), flag('UPDATE', 31)]),
  register('IRQ_CTRL', { at: 0x50, width: 32, title: 'interrupt control' }, interrupts),
  register('IRQ_CTRLACK', { at: 0x54, width: 32, title: 'interrupt control acknowledged' }, interrupts),
  register('GERROR', { at: 0x60, width: 32, title: 'global errors' }, globalError),
  register('GERRORN', { at: 0x64, width: 32, title: 'global errors acknowledged' }, globalError),
  register('STRTAB_BASE', { at: 0x80, width: 64, title: 'stream table base' }, [
    address('ADDR', 51, 6),
    flag('RA', 62),
  ]),
  register('STRTAB_BASE_CFG', { at: 0x88, width: 32, title: 'stream table configuration' }, [
    bits('LOG2SIZE', 5, 0),
    bits('SPLIT', 10, 6),
    bits('FMT', 17, 16, { 0: 'linear', 1: 'two-level' }),
  ]),
  register('CMDQ_BASE', { at: 0x90, width: 64, title: 'command queue base' }, queueBase),
  register('CMDQ_PROD', { at: 0x98, width: 32, title: 'command queue producer' }, pointer),
  register('CMDQ_CONS', { at: 0x9c, width: 32, title: 'command queue consumer' }, [
    ...pointer,
    bits('ERR', 30, 24, { 0: 'none', 1: 'illegal command', 2: 'fetch abort', 3: 'ATC timeout' }),
  ]),
  register('EVENTQ_BASE', { at: 0xa0, width: 64, title: 'event queue base' }, queueBase),
  register('EVENTQ_PROD', { at: 0x100a8, width: 32, title: 'event queue producer' }, overflowPointer),
  register('EVENTQ_CONS', { at: 0x100ac, width: 32, title: 'event queue consumer' }, overflowPointer),
  register('PRIQ_BASE', { at: 0xc0, width: 64, title: 'page request queue base' }, queueBase),
  register('PRIQ_PROD', { at: 0x100c8, width: 32, title: 'page request queue producer' }, overflowPointer),
  register('PRIQ_CONS', { at: 0x100cc, width: 32, title: 'page request queue consumer' }, overflowPointer),
];
