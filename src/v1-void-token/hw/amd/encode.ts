/** AMD structures by their names in the golden files, from fields by their names in the tables. */
import { EncoderInputs, type Inputs } from '../encoder-inputs.js';
import * as C from './command.js';
import { deviceTableEntry } from './device-table.js';
import { gcr3DirectoryEntry, gcr3Entry, gcr3Index } from './gcr3.js';
import { pprEntryWords } from './ppr-log.js';
import { deviceTableBase, ringBase } from './registers.js';

const iommuPages = (f: EncoderInputs): C.AmdCommand =>
  C.invIommuPages({
    domid: f.n('DomainID'),
    pasid: f.n('PASID'),
    address: f.w('Address'),
    s: f.n('S'),
    pde: f.n('PDE'),
    gn: f.n('GN'),
  });

const iotlbPages = (f: EncoderInputs, truncated = false): C.AmdCommand => {
  const place = { devid: f.n('DeviceID'), pasid: f.n('PASID'), maxPend: f.n('MaxPend'), queueId: f.n('QueueID') };
  return C.invIotlbPages({ ...place, address: f.w('Address'), s: f.n('S'), gn: f.n('GN') }, truncated);
};

/** Index at level 2, 1 and 0, each in a word of its own. */
function indexes(f: EncoderInputs): Uint32Array {
  const glx = f.small('GLX', 2);
  const pasid = f.small('PASID', 20);
  const index = (level: number): number => (level > glx ? 0 : gcr3Index(pasid, level));
  return Uint32Array.of(index(2), 0, index(1), 0, index(0), 0);
}

const encoders: Readonly<Record<string, (f: EncoderInputs) => Uint32Array>> = {
  'cmd.completion_wait': (f) =>
    C.completionWait({ s: f.n('s'), i: f.n('i'), f: f.n('f') }, f.w('StoreAddress'), f.w('StoreData')),
  'cmd.invalidate_devtab_entry': (f) => C.invDevtabEntry(f.n('DeviceID')),
  'cmd.invalidate_interrupt_table': (f) => C.invInterruptTable(f.n('DeviceID')),
  'cmd.invalidate_iommu_all': () => C.invAll(),
  'cmd.invalidate_iommu_pages': iommuPages,
  'cmd.invalidate_iommu_pages.gn': iommuPages,
  'cmd.invalidate_iotlb_pages': (f) => iotlbPages(f),
  'cmd.invalidate_iotlb_pages.gn': (f) => iotlbPages(f),
  'cmd.invalidate_iotlb_pages.gn.driver_truncated': (f) => iotlbPages(f, true),
  'cmd.complete_ppr_request': (f) =>
    C.completePpr({
      devid: f.n('DeviceID'),
      pasid: f.n('PASID'),
      gn: f.n('GN'),
      tag: f.n('CompletionTag'),
      status: f.n('PPRCode'),
    }),
  'gcr3.directory_entry': (f) => gcr3DirectoryEntry(f.n('V'), f.w('GCR3TableAddress')),
  'gcr3.entry': (f) => gcr3Entry(f.n('V'), f.w('GCR3')),
  'gcr3.index': indexes,
  'ppr_log.page_service_request': (f) =>
    pprEntryWords({
      eventCode: f.n('EventCode'),
      devid: f.n('DeviceID'),
      pasid: f.n('PASID'),
      tag: f.n('PPRTag'),
      flags: f.n('Flags'),
      address: f.w('Address'),
    }),
  'reg.CMD_BUF_BASE': (f) => Uint32Array.from(ringBase(f.address('ComBase', 12), f.small('ComLen', 4))),
  'reg.PPR_LOG_BASE': (f) => Uint32Array.from(ringBase(f.address('PPRLogBase', 12), f.small('PPRLogLen', 4))),
  'reg.DEV_TAB_BASE': (f) => Uint32Array.from(deviceTableBase(f.address('DevTabBase', 12), f.small('Size', 9) + 1)),
};

/** u32 words, lowest first; undefined for a structure that this layer does not know. */
export function encodeAmd(structure: string, inputs: Inputs, quirk: boolean): Uint32Array | undefined {
  if (/^dte\.(gcr3|v1|cleared)$/.test(structure)) return deviceTableEntry(inputs);
  const quirky = quirk && Object.hasOwn(encoders, `${structure}.driver_truncated`);
  const name = quirky ? `${structure}.driver_truncated` : structure;
  const encode = Object.hasOwn(encoders, name) ? encoders[name] : undefined;
  return encode?.(new EncoderInputs(inputs));
}
