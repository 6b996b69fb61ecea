import type { Layout, Structure } from '../layout.js';
import type { StructureEncoder, StructureTable } from '../structure-table.js';
import { highHalf, lowHalf, type FieldValue } from '../word64.js';
import { gcr3Indexes } from './gcr3-table.js';
import {
  commandBufferBase,
  commands,
  controlRegister,
  deviceTableBase,
  deviceTableEntry,
  extendedFeatures,
  gcr3Directory,
  gcr3Entry,
  pointerRegisters,
  pprLogBase,
  pprLogEntry,
  statusRegister,
} from './layouts.js';

const as =
  <L extends Layout>(structure: Structure<L>): StructureEncoder =>
  (inputs) =>
    structure.encodeInputs(inputs);

const registers = [controlRegister, statusRegister, extendedFeatures, ...pointerRegisters] as const;

/** The driver puts only the low 16 bits of a PASID into a device-TLB command. */
const iotlbPages: StructureEncoder = (inputs, quirk) => {
  const words = commands.invalidateIotlbPages.encodeInputs(inputs);
  const pasid = inputs['PASID'];
  if (!quirk || pasid === undefined) return words;
  return commands.invalidateIotlbPages.encodeInputs({ ...inputs, PASID: lowHalf(pasid) & 0xffff });
};

/** Index per level, top level first; levels above GLX give 0. */
const indexes: StructureEncoder = (inputs) => {
  const levels = argument(inputs, 'GLX', 2);
  if (levels > 2) throw new RangeError(`gcr3.index.GLX: ${levels} is more than 2`);
  const [top, middle, leaf] = gcr3Indexes(argument(inputs, 'PASID', 20), levels);
  return Uint32Array.of(top, 0, middle, 0, leaf, 0);
};

function argument(inputs: Readonly<Record<string, FieldValue>>, name: string, width: number): number {
  const value = inputs[name];
  if (value === undefined) throw new RangeError(`gcr3.index: ${name} is missing`);
  if (highHalf(value) !== 0 || lowHalf(value) >= 2 ** width) {
    throw new RangeError(`gcr3.index.${name}: the value does not fit ${width} bits`);
  }
  return lowHalf(value);
}

/** AMD structures and pointer functions by the name that golden files use. */
export const amdStructures: StructureTable = {
  dte: as(deviceTableEntry),
  'dte.cleared': as(deviceTableEntry),
  'dte.gcr3': as(deviceTableEntry),
  'dte.v1': as(deviceTableEntry),
  'gcr3.directory_entry': as(gcr3Directory),
  'gcr3.entry': as(gcr3Entry),
  'gcr3.index': indexes,
  ...Object.fromEntries(Object.values(commands).map((one) => [one.name, as<Layout>(one)])),
  'cmd.invalidate_iommu_pages.gn': as(commands.invalidateIommuPages),
  'cmd.invalidate_iotlb_pages': iotlbPages,
  'cmd.invalidate_iotlb_pages.gn': iotlbPages,
  'ppr_log.page_service_request': as(pprLogEntry),
  ...Object.fromEntries(registers.map((one) => [one.name, as<Layout>(one)])),
  'reg.CMD_BUF_BASE': as(commandBufferBase),
  'reg.DEV_TAB_BASE': as(deviceTableBase),
  'reg.PPR_LOG_BASE': as(pprLogBase),
};
