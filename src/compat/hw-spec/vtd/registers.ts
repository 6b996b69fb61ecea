/** VT-d registers (reference 1.1) and the two generations of the virtual command interface (reference 1.2). */
import { address, bits, flag, type Field } from '../field.js';
import { type Register, registerTable } from '../register.js';
import { structure } from '../structure.js';

const register = registerTable('vtd', 'VT-d, registers');

const globalCommand = (names: readonly [string, string, string, string, string]): Field[] => [
  flag(names[0], 31, { 1: 'translation on' }),
  flag(names[1], 30, { 1: 'root table set' }),
  flag(names[2], 27, { 1: 'write-buffer flush' }),
  flag(names[3], 26, { 1: 'queued invalidation on' }),
  flag(names[4], 25, { 1: 'interrupt remapping on' }),
];

const translationMode = { 0: 'legacy', 1: 'scalable' };
const queueError = {
  0: 'none',
  1: 'tail invalid',
  2: 'descriptor fetch',
  3: 'bad type',
  4: 'reserved field',
  5: 'width not matching',
  6: 'queue alignment',
  7: 'translation-table mode',
};

const fixedRegisters: readonly Register[] = [
  register('CAP_REG', { at: 0x08, width: 64, title: 'capabilities' }, [
    bits('ND', 2, 0),
    flag('RWBF', 4),
    flag('CM', 7),
    bits('SAGAW', 12, 8),
    bits('MGAW', 21, 16),
    flag('PSI', 39),
    bits('MAMV', 53, 48),
    flag('DWD', 54),
    flag('DRD', 55),
    flag('FS1GP', 56),
    flag('FS5LP', 60),
  ]),
  register('ECAP_REG', { at: 0x10, width: 64, title: 'extended capabilities' }, [
    flag('C', 0),
    flag('QI', 1),
    flag('DT', 2),
    flag('IR', 3),
    flag('PT', 6),
    flag('SC', 7),
    flag('NEST', 26),
    flag('PRS', 29),
    flag('ERS', 30),
    flag('SRS', 31),
    flag('NWFS', 33),
    flag('EAFS', 34),
    bits('PSS', 39, 35),
    flag('PASID', 40),
    flag('DIT', 41),
    flag('PDS', 42),
    flag('SMTS', 43),
    flag('VCS', 44),
    flag('SSADS', 45),
    flag('SSTS', 46),
    flag('FSTS', 47),
    flag('SMPWCS', 48),
  ]),
  register(
    'GCMD_REG',
    { at: 0x18, width: 32, title: 'global command' },
    globalCommand(['TE', 'SRTP', 'WBF', 'QIE', 'IRE']),
  ),
  register(
    'GSTS_REG',
    { at: 0x1c, width: 32, title: 'global status' },
    globalCommand(['TES', 'RTPS', 'WBFS', 'QIES', 'IRES']),
  ),
  register('RTADDR_REG', { at: 0x20, width: 64, title: 'root table address' }, [
    bits('TTM', 11, 10, translationMode),
    address('RTA', 63, 12),
  ]),
  register('FSTS_REG', { at: 0x34, width: 32, title: 'fault status' }, [
    flag('PFO', 0),
    flag('PPF', 1),
    flag('IQE', 4, { 1: 'invalidation queue error' }),
    flag('ICE', 5, { 1: 'unexpected completion' }),
    flag('ITE', 6, { 1: 'device did not answer' }),
    flag('PRO', 7),
  ]),
  register('IQH_REG', { at: 0x80, width: 64, title: 'invalidation queue head' }, [address('QH', 18, 4)]),
  register('IQT_REG', { at: 0x88, width: 64, title: 'invalidation queue tail' }, [address('QT', 18, 4)]),
  register('IQA_REG', { at: 0x90, width: 64, title: 'invalidation queue address' }, [
    bits('QS', 2, 0),
    flag('DW', 11, { 0: '128-bit descriptors', 1: '256-bit descriptors' }),
    address('IQA', 63, 12),
  ]),
  register('ICS_REG', { at: 0x9c, width: 32, title: 'invalidation completion status' }, [flag('IWC', 0)]),
  register('IQER_REG', { at: 0xb0, width: 64, title: 'invalidation queue error record' }, [
    bits('IQEI', 3, 0, queueError),
    bits('ITESID', 47, 32),
    bits('ICESID', 63, 48),
  ]),
  register('PQH_REG', { at: 0xc0, width: 64, title: 'page request queue head' }, [address('PQH', 18, 5)]),
  register('PQT_REG', { at: 0xc8, width: 64, title: 'page request queue tail' }, [address('PQT', 18, 5)]),
  register('PQA_REG', { at: 0xd0, width: 64, title: 'page request queue address' }, [
    bits('PQS', 2, 0),
    address('PQA', 63, 12),
  ]),
  register('PRS_REG', { at: 0xdc, width: 32, title: 'page request status' }, [
    flag('PPR', 0, { 1: 'request pending' }),
    flag('PRO', 1, { 1: 'overflow' }),
  ]),
  register('PECTL_REG', { at: 0xe0, width: 32, title: 'page request event control' }, [
    flag('IM', 31, { 1: 'masked' }),
  ]),
  register('PEDATA_REG', { at: 0xe4, width: 32, title: 'page request event data' }, [bits('DATA', 31, 0)]),
  register('PEADDR_REG', { at: 0xe8, width: 32, title: 'page request event address' }, [bits('ADDR', 31, 0)]),
  register('PEUADDR_REG', { at: 0xec, width: 32, title: 'page request event upper address' }, [bits('ADDR', 31, 0)]),
];

export type VcmdGeneration = 'current' | 'old';

const commandWords = { 0: 'null', 1: 'allocate PASID', 2: 'free PASID' };
const statusWords = {
  current: { 0: 'success', 1: 'undefined command', 16: 'no PASID, or invalid PASID' },
  old: { 0: 'success', 2: 'no PASID, or invalid PASID' },
};

/** VCMD, VCRSP and VCCAP as one generation places them. */
export function virtualCommand(generation: VcmdGeneration) {
  const current = generation === 'current';
  const [high, low] = current ? [35, 16] : [27, 8];
  const suffix = current ? '' : '.old';
  const parts = {
    unit: 'vtd',
    group: 'register',
    size: 1,
    section: current ? 'VT-d 3.3 and later' : 'VT-d up to 3.2',
  } as const;
  return {
    command: structure({
      ...parts,
      name: `vcmd.command${suffix}`,
      title: 'virtual command',
      fields: [bits('CMD', 7, 0, commandWords), bits('PASID', high, low)],
    }),
    response: structure({
      ...parts,
      name: `vcrsp.response${suffix}`,
      title: 'virtual command response',
      byDevice: true,
      fields: [
        flag('IP', 0, { 0: 'final', 1: 'in progress' }),
        bits('SC', current ? 7 : 2, 1, statusWords[generation]),
        bits('PASID', high, low),
      ],
    }),
    offsets: current
      ? { capability: 0xe30, command: 0xe00, response: 0xe10 }
      : { capability: 0xe00, command: 0xe10, response: 0xe20 },
  };
}

/** All registers, with the virtual command interface of one generation. */
export function vtdRegisters(generation: VcmdGeneration): readonly Register[] {
  const { command, response, offsets } = virtualCommand(generation);
  return [
    ...fixedRegisters,
    { name: 'VCMD_REG', offset: offsets.command, width: 64, structure: command },
    { name: 'VCRSP_REG', offset: offsets.response, width: 64, structure: response },
    register('VCCAP_REG', { at: offsets.capability, width: 64, title: 'virtual command capability' }, [flag('PAS', 0)]),
    ...(generation === 'current'
      ? [
          register('VCMD_EO_REG', { at: 0xe08, width: 64, title: 'virtual command extended operand' }, [
            bits('OP', 63, 0),
          ]),
        ]
      : []),
  ];
}
