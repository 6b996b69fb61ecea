/** AMD IOMMU registers (reference 3.1). */
import { address, bits, flag, type Field } from '../field.js';
import { type Register, registerTable } from '../register.js';

const register = registerTable('amd', 'AMD IOMMU 3.4');
const ringPointer: readonly Field[] = [address('Pointer', 18, 4)];

export const amdRegisters: readonly Register[] = [
  register('DEV_TAB_BASE', { at: 0x00, width: 64, title: 'device table base' }, [
    bits('Size', 8, 0),
    address('DevTabBase', 51, 12),
  ]),
  register('CMD_BUF_BASE', { at: 0x08, width: 64, title: 'command buffer base' }, [
    address('ComBase', 51, 12),
    bits('ComLen', 59, 56, { 9: '512 entries' }),
  ]),
  register('CONTROL', { at: 0x18, width: 64, title: 'control' }, [
    flag('IommuEn', 0),
    flag('EventLogEn', 2),
    flag('ComWaitIntEn', 4),
    bits('InvTimeOut', 7, 5),
    flag('Coherent', 10),
    flag('CmdBufEn', 12),
    flag('PPRLogEn', 13),
    flag('PPRIntEn', 14),
    flag('PPREn', 15),
    flag('GTEn', 16),
    flag('GAEn', 17),
  ]),
  register('EXT_FEATURES', { at: 0x30, width: 64, title: 'extended features' }, [
    flag('PPRSup', 1),
    flag('NXSup', 3),
    flag('GTSup', 4),
    flag('IASup', 6),
    bits('GLXSup', 15, 14),
    bits('PASmax', 36, 32),
    flag('GIoSup', 48),
    flag('EPHSup', 50),
    flag('SNPSup', 63),
  ]),
  register('PPR_LOG_BASE', { at: 0x38, width: 64, title: 'page request log base' }, [
    address('PPRLogBase', 51, 12),
    bits('PPRLogLen', 59, 56, { 9: '512 entries' }),
  ]),
  register('CMD_BUF_HEAD', { at: 0x2000, width: 64, title: 'command buffer head' }, ringPointer),
  register('CMD_BUF_TAIL', { at: 0x2008, width: 64, title: 'command buffer tail' }, ringPointer),
  register('STATUS', { at: 0x2020, width: 64, title: 'status' }, [
    flag('EventOverflow', 0),
    flag('EventLogInt', 1),
    flag('ComWaitInt', 2),
    flag('PPRInt', 6),
  ]),
  register('PPR_LOG_HEAD', { at: 0x2030, width: 64, title: 'page request log head' }, ringPointer),
  register('PPR_LOG_TAIL', { at: 0x2038, width: 64, title: 'page request log tail' }, ringPointer),
];
