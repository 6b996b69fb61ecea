/** VT-d invalidation-queue descriptors and page requests (reference 1.4, 1.5). */
import { address, bits, type Field, flag, named, split, type Words } from '../field.js';
import { structure } from '../structure.js';

/** Descriptor type: bits 11:9 above bits 3:0. */
const type = (words: Words): Field => named(split('Type', 'number', [3, 0, 0], [11, 9, 4]), words);
const pfsid = split('PFSID', 'number', [15, 12, 0], [63, 52, 4]);
const sizeBit = { 0: 'one page', 1: 'size in ADDR' };

function descriptor(name: string, title: string, section: string, code: number, fields: readonly Field[]) {
  return structure({
    unit: 'vtd',
    name,
    title,
    group: 'descriptor',
    section,
    size: 4,
    fields: [type({ [code]: title }), ...fields],
    fixed: { Type: code },
  });
}

export const contextCacheInvalidate = descriptor(
  'qi.context_cache_inval',
  'context-cache invalidation',
  'VT-d 6.5.2.1',
  1,
  [
    bits('G', 5, 4, { 1: 'global', 2: 'domain', 3: 'device' }),
    bits('DID', 31, 16),
    bits('SID', 47, 32),
    bits('FM', 49, 48),
  ],
);

export const iotlbInvalidate = descriptor('qi.iotlb_inval', 'IOTLB invalidation', 'VT-d 6.5.2.3', 2, [
  bits('G', 5, 4, { 1: 'global', 2: 'domain', 3: 'pages of the domain' }),
  flag('DW', 6, { 1: 'drain writes' }),
  flag('DR', 7, { 1: 'drain reads' }),
  bits('DID', 31, 16),
  bits('AM', 69, 64),
  flag('IH', 70, { 1: 'leaf entries only' }),
  address('ADDR', 127, 76),
]);

export const deviceTlbInvalidate = descriptor('qi.dev_tlb_inval', 'device-TLB invalidation', 'VT-d 6.5.2.5', 3, [
  pfsid,
  bits('MIP', 20, 16),
  bits('SID', 47, 32),
  flag('S', 64, sizeBit),
  address('ADDR', 127, 76),
]);

export const interruptCacheInvalidate = descriptor(
  'qi.iec_inval',
  'interrupt-entry cache invalidation',
  'VT-d 6.5.2.7',
  4,
  [flag('G', 4, { 0: 'global', 1: 'index' }), bits('IM', 31, 27), bits('IIDX', 47, 32)],
);

export const invalidationWait = descriptor('qi.inv_wait', 'invalidation wait', 'VT-d 6.5.2.8', 5, [
  flag('IF', 4, { 1: 'interrupt' }),
  flag('SW', 5, { 1: 'status write' }),
  flag('FN', 6, { 1: 'fence' }),
  flag('PD', 7, { 1: 'drain page requests' }),
  bits('Status Data', 63, 32),
  address('Status Address', 127, 66),
]);

export const pasidIotlbInvalidate = descriptor(
  'qi.pasid_iotlb_inval',
  'PASID-based IOTLB invalidation',
  'VT-d 6.5.2.4',
  6,
  [
    bits('G', 5, 4, { 2: 'all of one PASID', 3: 'pages of one PASID' }),
    bits('DID', 31, 16),
    bits('PASID', 51, 32),
    bits('AM', 69, 64),
    flag('IH', 70, { 1: 'leaf entries only' }),
    address('ADDR', 127, 76),
  ],
);

export const pasidCacheInvalidate = descriptor('qi.pasid_cache_inval', 'PASID-cache invalidation', 'VT-d 6.5.2.2', 7, [
  bits('G', 5, 4, { 0: 'all of one domain', 1: 'one PASID', 3: 'global' }),
  bits('DID', 31, 16),
  bits('PASID', 51, 32),
]);

export const pasidDeviceTlbInvalidate = descriptor(
  'qi.pasid_dev_tlb_inval',
  'PASID-based device-TLB invalidation',
  'VT-d 6.5.2.6',
  8,
  [
    bits('MIP', 8, 4),
    pfsid,
    bits('SID', 31, 16),
    bits('PASID', 51, 32),
    flag('GI', 64, { 1: 'all PASIDs' }),
    flag('S', 75, sizeBit),
    address('ADDR', 127, 76),
  ],
);

export const pageGroupResponse = descriptor('qi.page_group_response', 'page-group response', 'VT-d chapter 7', 9, [
  flag('PP', 4, { 1: 'PASID present' }),
  flag('PDP', 5, { 1: 'private data present' }),
  bits('RC', 15, 12, { 0: 'success', 1: 'invalid request', 15: 'failure' }),
  bits('RID', 31, 16),
  bits('PASID', 51, 32),
  flag('LPIG', 66, { 1: 'last in group' }),
  bits('PRGI', 75, 67),
  bits('Private Data 0', 191, 128),
  bits('Private Data 1', 255, 192),
]);

export const vtdDescriptors = [
  contextCacheInvalidate,
  iotlbInvalidate,
  deviceTlbInvalidate,
  interruptCacheInvalidate,
  invalidationWait,
  pasidIotlbInvalidate,
  pasidCacheInvalidate,
  pasidDeviceTlbInvalidate,
  pageGroupResponse,
];

export const pageRequest = structure({
  unit: 'vtd',
  name: 'prq.page_request',
  title: 'page request',
  group: 'record',
  section: 'VT-d chapter 7',
  size: 4,
  byDevice: true,
  fixed: { Type: 1 },
  fields: [
    bits('Type', 7, 0, { 1: 'page request' }),
    flag('PP', 8, { 1: 'PASID present' }),
    flag('PDP', 9, { 1: 'private data present' }),
    bits('RID', 31, 16),
    bits('PASID', 51, 32),
    flag('EXR', 52, { 1: 'execute' }),
    flag('PMR', 53, { 1: 'privileged' }),
    flag('RDR', 64, { 1: 'read' }),
    flag('WRR', 65, { 1: 'write' }),
    flag('LPIG', 66, { 1: 'last in group' }),
    bits('PRGI', 75, 67),
    address('ADDR', 127, 76),
    bits('Private Data 0', 191, 128),
    bits('Private Data 1', 255, 192),
  ],
});
