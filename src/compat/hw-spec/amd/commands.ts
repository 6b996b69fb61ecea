/** AMD commands and the page request log (reference 3.4). */
import { address, bits, type Field, flag, split } from '../field.js';
import { structure } from '../structure.js';

const deviceId = bits('DeviceID', 15, 0);
const sizeBit = flag('S', 64, { 0: 'one page', 1: 'size in Address' });
const guest = flag('GN', 66, { 0: 'no PASID', 1: 'PASID valid' });
const page = address('Address', 127, 76);

function command(name: string, title: string, section: string, opcode: number, fields: readonly Field[]) {
  return structure({
    unit: 'amd',
    name: `cmd.${name}`,
    title,
    group: 'command',
    section: `AMD IOMMU ${section}`,
    size: 2,
    fields: [bits('Opcode', 63, 60, { [opcode]: title }), ...fields],
    fixed: { Opcode: opcode },
  });
}

export const completionWait = command('completion_wait', 'COMPLETION_WAIT', '2.4.1', 1, [
  flag('s', 0, { 1: 'store' }),
  flag('i', 1, { 1: 'interrupt' }),
  flag('f', 2, { 1: 'flush queue' }),
  address('StoreAddress', 51, 3),
  bits('StoreData', 127, 64),
]);
export const invalidateDevtabEntry = command('invalidate_devtab_entry', 'INVALIDATE_DEVTAB_ENTRY', '2.4.2', 2, [
  deviceId,
]);
export const invalidateIommuPages = command('invalidate_iommu_pages', 'INVALIDATE_IOMMU_PAGES', '2.4.3', 3, [
  bits('PASID', 19, 0),
  bits('DomainID', 47, 32),
  sizeBit,
  flag('PDE', 65, { 1: 'directories too' }),
  guest,
  page,
]);
export const invalidateIotlbPages = command('invalidate_iotlb_pages', 'INVALIDATE_IOTLB_PAGES', '2.4.4', 4, [
  deviceId,
  split('PASID', 'number', [55, 48, 0], [23, 16, 8], [59, 56, 16]),
  bits('MaxPend', 31, 24),
  bits('QueueID', 47, 32),
  sizeBit,
  guest,
  page,
]);
export const invalidateInterruptTable = command(
  'invalidate_interrupt_table',
  'INVALIDATE_INTERRUPT_TABLE',
  '2.4.5',
  5,
  [deviceId],
);
export const completePprRequest = command('complete_ppr_request', 'COMPLETE_PPR_REQUEST', '2.4.7', 7, [
  deviceId,
  bits('PASID', 51, 32),
  guest,
  bits('CompletionTag', 105, 96),
  bits('PPRCode', 111, 108, { 0: 'success', 1: 'invalid request', 15: 'failure' }),
]);
export const invalidateIommuAll = command('invalidate_iommu_all', 'INVALIDATE_IOMMU_ALL', '2.4.8', 8, []);

export const amdCommands = [
  completionWait,
  invalidateDevtabEntry,
  invalidateIommuPages,
  invalidateIotlbPages,
  invalidateInterruptTable,
  completePprRequest,
  invalidateIommuAll,
];

export const pprLogEntry = structure({
  unit: 'amd',
  name: 'ppr_log.page_service_request',
  title: 'page service request',
  group: 'record',
  section: 'AMD IOMMU 2.6',
  size: 2,
  byDevice: true,
  fixed: { EventCode: 1 },
  fields: [
    bits('EventCode', 63, 60, { 1: 'page service request' }),
    deviceId,
    split('PASID', 'number', [31, 16, 0], [45, 42, 16]),
    bits('PPRTag', 41, 32),
    bits('Flags', 59, 48),
    page,
  ],
});
